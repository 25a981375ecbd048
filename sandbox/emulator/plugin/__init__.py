"""What ministack lacks, or gets wrong, for the resources and calls of this project.

Each module replaces named functions of ministack and fails loudly when one of them is gone: the version is pinned, and a newer
one must be looked at before it is taken.
"""

from plugin import bearer_tokens, bedrock_models, cloudformation, evaluation, gate, lambda_process, secrets, service_credentials, storage, trust

_MODULES = (evaluation, bearer_tokens, gate, trust, storage, bedrock_models, service_credentials, secrets, cloudformation, lambda_process)


def install() -> None:
    for module in _MODULES:
        module.install()
