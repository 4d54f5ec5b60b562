"""The proof that lessons run and that exercises are sound."""

from mlcourse.verify.proofs import ExerciseProof, Finding, LessonProof, NotebookProof, Proof
from mlcourse.verify.run import verify

__all__ = ["ExerciseProof", "Finding", "LessonProof", "NotebookProof", "Proof", "verify"]
