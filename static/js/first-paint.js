const r=document.documentElement,k=n=>{try{return localStorage.getItem(n)}catch{}};r.dataset.js="";if(k("theme"))r.dataset.theme=k("theme")
