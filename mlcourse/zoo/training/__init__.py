"""Scripts that train the models: ``python -m mlcourse.zoo.training.cnn`` writes the weights anew."""
