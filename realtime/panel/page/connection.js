// The socket to the show: opens again by itself, gathers what is set, and knows the show's clock.

const SILENT_MS = 4000;
const PING_MS = 2000;
const BACK_OFF_MS = [300, 700, 1500, 3000, 5000];
const KEPT_PINGS = 8;

/** The token that stands behind the # of a link, kept for the next visit, and out of the address bar. */
function token(page) {
  const key = `anacrusis.token.${page}`;
  const given = location.hash.slice(1);
  if (given) {
    localStorage.setItem(key, given);
    history.replaceState(null, "", location.pathname);
  }
  return localStorage.getItem(key) ?? "";
}

export class Connection extends EventTarget {
  /** page: "operator" or "guard"; events: open, close, and each message by its kind, as `detail`. */
  constructor(page) {
    super();
    this.page = page;
    this.token = token(page);
    this.open = false;
    this.pending = {};
    this.waiting = false;
    this.attempt = 0;
    this.pings = [];
    this.look = 0;
    this.connect();
    setInterval(() => this.watch(), 1000);
    setInterval(() => this.ping(), PING_MS);
    for (const event of ["online", "pageshow"]) window.addEventListener(event, () => this.wake());
    document.addEventListener("visibilitychange", () => this.wake());
  }

  connect() {
    clearTimeout(this.again);
    this.socket?.close(); // else the show would have a page that nobody sees
    const protocols = this.token ? ["anacrusis", `token.${this.token}`] : ["anacrusis"];
    const address = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/panel/socket?view=${this.page}`;
    const socket = new WebSocket(address, protocols);
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    this.receivedAt = performance.now();
    socket.onopen = () => {
      if (socket !== this.socket) return;
      this.open = true;
      this.attempt = 0;
      this.pings = [];
      this.ping();
      this.emit("open");
      this.send({ look: this.look });
    };
    socket.onmessage = (message) => {
      if (socket === this.socket) this.receive(message.data);
    };
    socket.onclose = () => {
      if (socket === this.socket) this.lost();
    };
  }

  lost() {
    this.open = false;
    this.pending = {};
    this.emit("close");
    this.ask();
    const wait = BACK_OFF_MS[Math.min(this.attempt++, BACK_OFF_MS.length - 1)];
    clearTimeout(this.again);
    this.again = setTimeout(() => this.connect(), wait);
  }

  /** A socket that is refused does not say why. */
  async ask() {
    try {
      const answer = await fetch("/panel/access", { headers: { Authorization: `Bearer ${this.token}` }, cache: "no-store" });
      if (answer.status === 401) this.emit("refused");
    } catch {
      // There is no show: the page says so already.
    }
  }

  watch() {
    if (this.open && !document.hidden && performance.now() - this.receivedAt > SILENT_MS) this.drop();
  }

  /** A telephone that wakes up has a socket that only seems to be open. */
  wake() {
    if (document.hidden) return;
    if (!this.open) {
      if (this.socket?.readyState !== WebSocket.CONNECTING) this.connect();
    } else if (performance.now() - this.receivedAt > SILENT_MS) this.drop();
  }

  drop() {
    const old = this.socket;
    this.socket = null;
    old.close();
    this.open = false;
    this.emit("close");
    this.connect();
  }

  ping() {
    if (this.open && !document.hidden) this.send({ ping: performance.now() });
  }

  receive(data) {
    this.receivedAt = performance.now();
    if (typeof data !== "string") {
      const head = new DataView(data);
      this.emit(head.getUint8(0) === 0 ? "picture" : "thumb", { scene: head.getUint16(1), file: new Blob([data.slice(3)], { type: "image/jpeg" }) });
      return;
    }
    const message = JSON.parse(data);
    if ("pong" in message) this.note(message);
    for (const [kind, detail] of Object.entries(message)) this.emit(kind, detail);
  }

  note({ pong, now }) {
    const trip = this.receivedAt - pong;
    this.pings = [...this.pings.slice(1 - KEPT_PINGS), { trip, offset: now - (pong + trip / 2) / 1000 }];
    this.offset = this.pings.reduce((best, one) => (one.trip < best.trip ? one : best)).offset;
  }

  /** The show's own time now, in seconds; undefined before the first answer. */
  now() {
    return this.offset === undefined ? undefined : performance.now() / 1000 + this.offset;
  }

  /** Sets a control; many of them before the next picture are one message, and of one control the last counts. */
  set(name, value) {
    if (!this.open) return false;
    this.pending[name] = value;
    if (!this.waiting) {
      this.waiting = true;
      // Beside the other two: a page that is not seen gets no animation frames.
      const flush = () => {
        if (!this.waiting) return;
        this.waiting = false;
        const settings = this.pending;
        this.pending = {};
        this.send({ set: settings });
      };
      requestAnimationFrame(flush);
      setTimeout(flush, 30);
    }
    return true;
  }

  /** Fires a command at once. */
  fire(name, value = null) {
    return this.send({ set: { [name]: value } });
  }

  /** Wants so many pictures a second. */
  watchPictures(perSecond) {
    this.look = perSecond;
    this.send({ look: perSecond });
  }

  send(message) {
    if (!this.open || this.socket.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  emit(kind, detail) {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }

  on(kind, take) {
    this.addEventListener(kind, (event) => take(event.detail));
  }
}
