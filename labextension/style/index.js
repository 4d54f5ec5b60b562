import './base.css';
import './tree.css';
import './map.css';
import './report.css';
import './tour.css';
import './grading.css';
import './explorers.css';
