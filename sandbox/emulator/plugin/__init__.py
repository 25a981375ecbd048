"""What ministack lacks, or gets wrong, for the resources and calls of this project.

Each module replaces named functions of ministack and fails loudly when one of them is gone: the version is pinned, and a newer
one must be looked at before it is taken.
"""

from plugin import (bearer_tokens, bedrock_models, cloudformation, databases, evaluation, gate, governed_catalog, governed_queries,
                    lake_formation, lambda_process, sagemaker, secrets, service_credentials, storage, trust)

_MODULES = (evaluation, bearer_tokens, gate, trust, storage, bedrock_models, service_credentials, secrets, sagemaker, lake_formation,
            governed_catalog, governed_queries, cloudformation, databases, lambda_process)


def install() -> None:
    for module in _MODULES:
        module.install()
