"""Opens a page from disk in headless Chromium, does what it is told, and prints what it saw.

    browse.py PAGE < steps.json

The steps are a JSON array of arrays, each a name with its arguments; what they return is printed
as JSON, with the messages on the console and everything that was asked for over the network or
from disk. It speaks the DevTools protocol over pipes: https://chromedevtools.github.io/devtools-protocol/
"""

import base64
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile


class Browser:
    def __init__(self, folder):
        commands, self.commands = os.pipe()
        self.replies, replies = os.pipe()
        # The protocol is spoken on the descriptors 3 and 4.
        name = shutil.which("chromium") or "chromium-browser"
        line = (f"exec {name} --headless=new --no-sandbox --disable-gpu --remote-debugging-pipe"
                " --no-first-run --disable-dev-shm-usage --hide-scrollbars"
                f" --user-data-dir='{folder}' 3<&{commands} 4>&{replies}")
        self.process = subprocess.Popen(
            ["bash", "-c", line], pass_fds=(commands, replies), stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(commands)
        os.close(replies)
        self.pending, self.number, self.session = b"", 0, None
        self.messages, self.requests, self.events = [], [], []

    def receive(self):
        while b"\0" not in self.pending:
            octets = os.read(self.replies, 1 << 20)
            if not octets:
                raise SystemExit("Chromium ended.")
            self.pending += octets
        message, self.pending = self.pending.split(b"\0", 1)
        return json.loads(message)

    def take(self, event):
        method, values = event.get("method"), event.get("params", {})
        if method == "Network.requestWillBeSent":
            self.requests.append(values["request"]["url"][:200])
        elif method == "Runtime.consoleAPICalled":
            self.messages.append(str([part.get("value") for part in values["args"]]))
        elif method == "Runtime.exceptionThrown":
            details = values["exceptionDetails"]
            self.messages.append(details.get("exception", {}).get("description", str(details)))
        elif method == "Log.entryAdded":
            self.messages.append(values["entry"]["text"])
        self.events.append(method)

    def call(self, method, **values):
        self.number += 1
        message = {"id": self.number, "method": method, "params": values}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.commands, json.dumps(message).encode() + b"\0")
        while True:
            reply = self.receive()
            if reply.get("id") == self.number:
                if "error" in reply:
                    raise SystemExit(f"{method}: {reply['error']}")
                return reply["result"]
            self.take(reply)

    def open(self, url):
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call(
            "Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log", "Network"]:
            self.call(f"{domain}.enable")
        self.load(url)

    def load(self, url):
        self.events.clear()
        self.call("Page.navigate", url=url)
        while "Page.loadEventFired" not in self.events:
            self.take(self.receive())

    def evaluate(self, expression):
        result = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise SystemExit(f"{expression}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def place(self, selector, x=0.5, y=0.5):
        """A point of an element, which is scrolled to where it can be seen."""
        box = self.evaluate(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)});"
            " e.scrollIntoView({behavior: 'instant', block: 'nearest'});"
            " const b = e.getBoundingClientRect();"
            " return [b.left, b.top, b.width, b.height]; })()")
        return {"x": box[0] + box[2] * x, "y": box[1] + box[3] * y}

    def mouse(self, kind, point, **values):
        self.call("Input.dispatchMouseEvent", type=kind, **point, **values)

    def press(self, point, count=1):
        for kind in ["mousePressed", "mouseReleased"]:
            self.mouse(kind, point, button="left", clickCount=count)


class Steps:
    def __init__(self, browser, url):
        self.browser, self.url = browser, url

    def eval(self, expression):
        return self.browser.evaluate(expression)

    def click(self, selector, x=0.5, y=0.5):
        self.browser.press(self.browser.place(selector, x, y))

    def doubleclick(self, selector, x=0.5, y=0.5):
        point = self.browser.place(selector, x, y)
        self.browser.press(point)
        self.browser.press(point, count=2)

    def move(self, selector, x, y=0.5):
        self.browser.mouse("mouseMoved", self.browser.place(selector, x, y))

    def drag(self, selector, start, end, y=0.3):
        first = self.browser.place(selector, start, y)
        last = self.browser.place(selector, end, y)
        self.browser.mouse("mousePressed", first, button="left", clickCount=1)
        for part in range(1, 5):
            point = {key: first[key] + (last[key] - first[key]) * part / 4 for key in first}
            self.browser.mouse("mouseMoved", point, button="left", buttons=1)
        self.browser.mouse("mouseReleased", last, button="left", clickCount=1)

    def wheel(self, selector, x, delta, control=False):
        self.browser.mouse(
            "mouseWheel", self.browser.place(selector, x, 0.3), deltaX=0, deltaY=delta,
            modifiers=2 if control else 0)

    def key(self, key, shift=False):
        text = {"text": key} if len(key) == 1 else {}
        for kind in ["keyDown", "keyUp"]:
            self.browser.call(
                "Input.dispatchKeyEvent", type=kind, key=key, code=key,
                windowsVirtualKeyCode={"Tab": 9, "Enter": 13}.get(key, 0),
                modifiers=8 if shift else 0, **(text if kind == "keyDown" else {}))

    def size(self, width, height, dark=False):
        self.browser.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height,
            deviceScaleFactor=1, mobile=False)
        self.browser.call("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def scripts(self, isOn):
        self.browser.call("Emulation.setScriptExecutionDisabled", value=not isOn)
        self.browser.load(self.url)

    def roles(self):
        """What a screen reader is told: the role and the name of each part."""
        nodes = self.browser.call("Accessibility.getFullAXTree")["nodes"]
        return [
            [node["role"]["value"], node.get("name", {}).get("value", "")]
            for node in nodes if not node.get("ignored")]

    def shot(self, path):
        image = self.browser.call("Page.captureScreenshot", format="png")["data"]
        pathlib.Path(path).write_bytes(base64.b64decode(image))

    def pdf(self, path):
        document = self.browser.call(
            "Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"]
        pathlib.Path(path).write_bytes(base64.b64decode(document))


def main():
    # A page that never answers fails its test instead of holding up all others.
    signal.alarm(120)
    url = pathlib.Path(sys.argv[1]).resolve().as_uri()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        browser = Browser(folder)
        try:
            browser.open(url)
            steps = Steps(browser, url)
            results = [getattr(steps, name)(*values) for name, *values in json.load(sys.stdin)]
            browser.session = None
            browser.call("Browser.close")
        finally:
            browser.process.kill()
            browser.process.wait()
    json.dump({"results": results, "messages": browser.messages, "requests": browser.requests},
              sys.stdout)


main()
