/* What scripts add to pages that are neither la Une nor an article (see site.js). */
import "./more.js";
import "./readings.js";
import "./print.js";
import "./clicks.js";
