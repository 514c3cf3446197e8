/* On a narrow screen the row of sections begins where the reader is. */
const row = document.querySelector(".sections ul");
const here = row?.querySelector("[aria-current]");
if (here) row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.clientWidth) / 2;
