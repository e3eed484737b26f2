// A menu opened on a narrow window closes when the window grows: there it stands open in the page itself.
addEventListener("resize", () => {
  const opener = document.querySelector(".menu-button, .rail-menu");
  if (opener && !opener.checkVisibility()) opener.popoverTargetElement?.hidePopover();
});
