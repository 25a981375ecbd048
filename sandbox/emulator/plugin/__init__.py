"""What ministack lacks, or gets wrong, for the resources and calls of this project.

Each module replaces named functions of ministack and fails loudly when one of them is gone: the version is pinned, and a newer
one must be looked at before it is taken.
"""

from plugin import (bedrock_models, cloudformation, cognito, evaluation, gate, governed_catalog, governed_queries, lake_formation, lambda_process,
                    sagemaker, secrets, storage, trust)


def install() -> None:
    for module in (evaluation, gate, trust, storage, bedrock_models, sagemaker, lake_formation, governed_catalog, governed_queries,
                   cognito, secrets, cloudformation, lambda_process):
        module.install()
