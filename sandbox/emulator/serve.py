"""Starts ministack with the plug-in of the sandbox, and ends it when whoever started it is gone."""

import atexit
import logging
import os
import shutil
import sys
import threading

FOLDER = os.environ["SANDBOX_FOLDER"]


def end_with_parent() -> None:
    """Standard input is a pipe that the parent holds open: it closes with the parent, however that ends."""
    sys.stdin.buffer.read()
    try:
        from ministack.core import lambda_runtime

        lambda_runtime.reset()
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)
        os._exit(0)


def main() -> None:
    atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
    log = open(os.path.join(FOLDER, "emulator.log"), "a", buffering=1, encoding="utf-8")
    sys.stdout = sys.stderr = log
    os.chdir(FOLDER)
    threading.Thread(target=end_with_parent, daemon=True).start()
    try:
        from ministack import app

        import plugin

        plugin.install()
        sys.argv = ["ministack"]
        app.main()
    except BaseException as error:
        if not isinstance(error, SystemExit) or error.code:
            logging.getLogger("sandbox").exception("the emulator ended")
            print(f"{type(error).__name__}: {error}", file=log)
        raise


if __name__ == "__main__":
    main()
