/* Tells the styles that scripts run here; without it, controls that need one go (first-paint.js). */
document.documentElement.dataset.js = "on";
