// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

/** What stands for the picture files, which the bundler and not Node reads. */
export default '<svg></svg>';
