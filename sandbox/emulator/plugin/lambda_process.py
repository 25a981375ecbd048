"""The process a Lambda function runs in: the Node of its runtime, and only the variables that Lambda sets."""

import json
import os
import subprocess
import threading
import time
from types import SimpleNamespace
from typing import Any

from ministack.core import lambda_runtime
from ministack.services import lambda_svc, sts

from plugin import web_identity
from plugin.patching import wrap

# https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
_LAMBDA_VARIABLES = frozenset({
    "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_LOG_STREAM_NAME",
    "LAMBDA_TASK_ROOT",
})
# What the runner that stands in for Lambda's own runtime reads, and where AWS is.
_RUNNER_VARIABLES = frozenset({"_LAMBDA_FUNCTION_ARN", "_LAMBDA_TIMEOUT", "AWS_ENDPOINT_URL"})
_FIXED = {"LANG": "en_US.UTF-8", "TZ": ":UTC", "PATH": "/usr/local/bin:/usr/bin:/bin", "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand"}

# Bundled ES modules see the patched https functions only after a sync; a runner whose emulator is gone must not outlive it.
# The runner forgets what kind of error it was; Lambda tells it.
_ERROR_REPLY = 'status: "error", error: String(err.message || err), trace: err.stack || ""'
_NAMED_ERROR_REPLY = _ERROR_REPLY + ', name: err.name || "Error"'
_RUNNER_EPILOGUE = """
require("module").syncBuiltinESMExports();
rl.on("close", () => process.exit(0));
"""


# What _spawn tells _popen, below the same call and thus in the same thread.
_spawning = threading.local()


def _environment(given: dict[str, str], own: frozenset[str]) -> dict[str, str]:
    return {**_FIXED, **{name: value for name, value in given.items() if name in own}}


def _spawn(original: Any) -> Any:
    def spawn(worker: Any) -> None:
        configuration = worker.config
        own = frozenset(configuration.get("Environment", {}).get("Variables", {})) | _LAMBDA_VARIABLES | _RUNNER_VARIABLES
        group = (configuration.get("LoggingConfig") or {}).get("LogGroup") or f"/aws/lambda/{configuration.get('FunctionName', '')}"
        _spawning.own = own
        _spawning.also = {
            "AWS_EXECUTION_ENV": f"AWS_Lambda_{configuration.get('Runtime', '')}",
            "AWS_LAMBDA_LOG_GROUP_NAME": group,
            "_HANDLER": configuration.get("Handler", ""),
        }
        original(worker)
    return spawn


def _popen(command: list[str], *, env: dict[str, str], **options: Any) -> subprocess.Popen[str]:
    return subprocess.Popen(command, env=_environment(env, _spawning.own) | _spawning.also, **options)


def _issuer_redirect() -> str:
    """Lets functions reach the issuers that are mapped to this machine, as they would reach the real ones."""
    return f"""
const _issuers = {json.dumps(web_identity.issuers())};
const _fetch = globalThis.fetch;
globalThis.fetch = (resource, options) => {{
  const [issuer, origin] = Object.entries(_issuers).find(([name]) => String(resource).startsWith(name + "/")) ?? ["", ""];
  return _fetch(issuer ? origin + String(resource).slice(issuer.length) : resource, options);
}};
"""


def _runtime_binary(original: Any) -> Any:
    programs: dict[str, str] = json.loads(os.environ["SANDBOX_LAMBDA_RUNTIMES"])
    if _ERROR_REPLY not in lambda_runtime._NODEJS_WORKER_SCRIPT:
        raise RuntimeError("ministack has changed: its Node runner reports errors in another way")

    def runtime_binary(runtime: str) -> tuple[str, str]:
        if runtime not in programs:
            raise RuntimeError(f"the sandbox runs no Lambda runtime '{runtime}', only {', '.join(sorted(programs))}")
        return programs[runtime], original(runtime)[1].replace(_ERROR_REPLY, _NAMED_ERROR_REPLY) + _issuer_redirect() + _RUNNER_EPILOGUE
    return runtime_binary


def _expiring(original: Any) -> Any:
    """ministack gives the role's credentials without an end; Lambda's end too, and code must bear that."""
    def execution_credentials(configuration: dict[str, Any]) -> dict[str, str]:
        credentials = original(configuration)
        sts._sessions[credentials["AWS_ACCESS_KEY_ID"]].setdefault("Expiration", time.time() + 6 * 3600)
        return credentials
    return execution_credentials


def _invoke(original: Any) -> Any:
    def invoke(worker: Any, *event: Any, **rest: Any) -> dict[str, Any]:
        _invoking.result = original(worker, *event, **rest)
        return _invoking.result
    return invoke


_invoking = threading.local()


def _execute(original: Any) -> Any:
    """The error as Lambda's Node runtime tells it: type, message and trace."""
    def execute(*arguments: Any, **named: Any) -> dict[str, Any]:
        _invoking.result = {}
        answer = original(*arguments, **named)
        if answer.get("error") and _invoking.result.get("name"):
            answer["body"] |= {"errorType": _invoking.result["name"], "trace": _invoking.result.get("trace", "").split("\n")}
        return answer
    return execute


def _emit_logs(original: Any) -> Any:
    """Also into the sandbox's own log, where tests can look for what must not be in it."""
    def emit_logs(function: dict[str, Any], request_id: str, text: str, *rest: Any, **named: Any) -> None:
        name = (function.get("config") or function).get("FunctionName", "")
        for line in (text or "").splitlines():
            print(f"[lambda {name} {request_id}] {line}")
        original(function, request_id, text, *rest, **named)
    return emit_logs


def install() -> None:
    wrap(lambda_svc, "_execute_function_warm", _execute)
    wrap(lambda_svc, "_emit_lambda_logs", _emit_logs)
    lambda_runtime.Worker.invoke = _invoke(lambda_runtime.Worker.invoke)
    wrap(lambda_runtime, "_detect_runtime_binary", _runtime_binary)
    wrap(lambda_runtime, "execution_credentials", _expiring)
    lambda_runtime.Worker._spawn = _spawn(lambda_runtime.Worker._spawn)
    lambda_runtime.subprocess = SimpleNamespace(**{**vars(subprocess), "Popen": _popen})
