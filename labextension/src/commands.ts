/** The commands of the course. Their names are stable: people bind keys to them. */
export namespace CommandIDs {
  /** Show the roadmap's panel. */
  export const openRoadmap = 'mlcourse:open-roadmap';
  /** Open the place where one left off. */
  export const continueCourse = 'mlcourse:continue';
  /** Open what comes next on the roadmap. */
  export const next = 'mlcourse:next';
  /** Follow another roadmap: `id`; asks for one without it. */
  export const pickRoadmap = 'mlcourse:pick-roadmap';
  /** Put the cursor into the roadmap's search box. */
  export const search = 'mlcourse:search';
  /** Show the map of the lessons; `goal`: the id of a lesson to show the way to. */
  export const openMap = 'mlcourse:open-map';
  /** Show the progress report. */
  export const openProgress = 'mlcourse:open-progress';
  /** Run every check of a problem set's notebook; `path`: the current one without it. */
  export const runChecks = 'mlcourse:run-checks';
  /**
   * Grade one's own work on a problem set; `problemSet`: its id. Without it, that of the row with the keyboard, else
   * of the current notebook.
   */
  export const grade = 'mlcourse:grade';
  /** Stop the grading that goes on. */
  export const stopGrading = 'mlcourse:stop-grading';
  /** Show how one's own work was graded last; `problemSet` as for `grade`. */
  export const openGrade = 'mlcourse:open-grade';
  /** Download one's progress as a file. */
  export const exportProgress = 'mlcourse:export-progress';
  /** Add the progress in a file to one's own. */
  export const importProgress = 'mlcourse:import-progress';
  /** Show the tour of the panel. */
  export const tour = 'mlcourse:tour';
}
