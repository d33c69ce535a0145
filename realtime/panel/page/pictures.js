// Pictures that come over the socket, drawn on canvases.

/** Draws each picture of the show on `canvas`, so many a second, while the page is seen. */
export function showPreview(connection, canvas, perSecond) {
  const watch = () => connection.watchPictures(document.hidden ? 0 : perSecond);
  document.addEventListener("visibilitychange", watch);
  watch();
  connection.on("picture", async ({ file }) => {
    try {
      await draw(canvas, file, true);
    } finally {
      connection.send({ seen: true });
    }
  });
}

/** Draws a JPEG file on a canvas; resize: which takes its size. */
export async function draw(canvas, file, resize = false) {
  const image = await createImageBitmap(file);
  if (resize && (canvas.width !== image.width || canvas.height !== image.height)) {
    canvas.width = image.width;
    canvas.height = image.height;
  }
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  image.close();
}
