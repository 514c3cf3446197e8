/*
 * What scripts add to the readers' pages, a file a behaviour; each page works without them. Collected
 * for a public server, this list becomes one file (delivery/static.py).
 */
import "./running.js";
import "./theme.js";
import "./details.js";
import "./sections.js";
import "./share.js";
import "./tabs.js";
import "./economy.js";
import "./offline.js";
import "./alert.js";
import "./adverts.js";
import "./comments-near.js";
import "./counting.js";
import "./search.js";
