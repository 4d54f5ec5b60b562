"""The course kernel: a warm process that kernels are forked from, and the sandbox that learners' code is graded in."""
