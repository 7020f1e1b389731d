// Serial numbers read by the camera, where the browser knows barcodes: a button below the field; elsewhere nothing is added.
"use strict";
(() => {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) return;
  const PAUSE = 200; // milliseconds from one look to the next, so that a phone stays cool

  const made = (name, classes) => {
    const element = document.createElement(name);
    element.className = classes;
    return element;
  };

  const read = async (view) => {
    const detector = new BarcodeDetector();
    while (view.srcObject) {
      const found = view.readyState >= view.HAVE_CURRENT_DATA ? await detector.detect(view) : [];
      if (found.length) return found[0].rawValue.trim();
      await new Promise((go_on) => setTimeout(go_on, PAUSE));
    }
    return "";
  };

  const offer = (field) => {
    const button = made("button", "button camera");
    const view = made("video", "camera-view");
    const said = made("span", "problem");
    button.type = "button";
    view.muted = view.playsInline = view.hidden = said.hidden = true;
    said.setAttribute("role", "status");
    button.textContent = field.dataset.camera;
    field.after(button, view, said);

    const stop = () => {
      view.srcObject?.getTracks().forEach((track) => track.stop());
      view.srcObject = null;
      view.hidden = true;
      button.textContent = field.dataset.camera;
    };
    const look = async () => {
      view.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      view.hidden = false;
      button.textContent = field.dataset.cameraStop;
      await view.play();
      const code = await read(view);
      if (!code) return;
      field.value = code;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    };
    button.addEventListener("click", async () => {
      if (view.srcObject) { stop(); return; }
      said.hidden = true;
      try {
        await look();
      } catch (error) {
        if (error.name !== "AbortError") { // stopped by hand before it began is no failure
          said.textContent = field.dataset.cameraRefused;
          said.hidden = false;
        }
      }
      stop();
      field.focus();
    });
    addEventListener("pagehide", stop);
  };

  document.querySelectorAll("input[data-camera]").forEach(offer);
})();
