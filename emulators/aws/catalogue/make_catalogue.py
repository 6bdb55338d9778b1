"""Writes the catalogue: one text file a service, one line an operation that AWS has.

    make_catalogue.py BOTOCORE_DATA_FOLDER

Run by hand when AWS has new operations; its output is committed and built into the binary. The facts (names, methods,
paths, required keys, namespaces) come from botocore's service models. What those do not say is in the tables below,
with its source.

Lines:  operation NAME [METHOD PATH[?KEY[=VALUE]&...] STATUS [HEADER[=PREFIX]...]]
        error NAME [Message] [Type] [query=CODE]    of errors with members, or a code in the query protocol, that
                                                    are not the usual ones
"""

import gzip
import json
import os
import sys

SERVICES = [
    ("s3", "s3/2006-03-01"), ("lambda", "lambda/2015-03-31"), ("stepfunctions", "stepfunctions/2016-11-23"),
    ("apigateway", "apigateway/2015-07-09"), ("apigatewayv2", "apigatewayv2/2018-11-29"),
    ("apigatewaymanagementapi", "apigatewaymanagementapi/2018-11-29"), ("logs", "logs/2014-03-28"),
    ("events", "events/2015-10-07"), ("iam", "iam/2010-05-08"), ("sts", "sts/2011-06-15"),
    ("cloudwatch", "cloudwatch/2010-08-01"), ("sqs", "sqs/2012-11-05"),
    ("resourcegroupstaggingapi", "resourcegroupstaggingapi/2017-01-26"),
]

# As the services answer: what stands before '#' in the __type of their own errors, and the code of a request that
# breaks a constraint of the model where that is not ValidationException (ValidationError in the query protocol).
ERROR_NAMESPACES = {"stepfunctions": "com.amazonaws.swf.service.v2.model", "sqs": "com.amazonaws.sqs"}
VALIDATION_CODES = {"logs": "InvalidParameterException", "apigateway": "BadRequestException",
                    "apigatewayv2": "BadRequestException", "apigatewaymanagementapi": "BadRequestException",
                    "sqs": "InvalidParameterValue"}

# Operations of the Amazon S3 API Reference that have no SDK method: the browser's form upload and preflight.
EXTRA = {"s3": ["operation OptionsBucket OPTIONS /{Bucket} 200", "operation OptionsObject OPTIONS /{Bucket}/{Key+} 200",
                "operation PostObject POST /{Bucket} 204 content-type=multipart/form-data"]}

# Statuses that the services answer with where their models say nothing of them.
STATUSES = {("s3", "PutBucketPolicy"): 204}

# SQS's codes in the query protocol that have another name in JSON (Amazon SQS API Reference, "Common errors").
SQS_PREFIX = "AWS.SimpleQueueService."
QUERY_CODES = {"sqs": {name: SQS_PREFIX + name for name in (
    "BatchEntryIdsNotDistinct", "BatchRequestTooLong", "EmptyBatchRequest", "InvalidBatchEntryId", "MessageNotInflight",
    "PurgeQueueInProgress", "QueueDeletedRecently", "TooManyEntriesInBatchRequest", "UnsupportedOperation")}}
QUERY_CODES["sqs"].update({"QueueDoesNotExist": SQS_PREFIX + "NonExistentQueue", "QueueNameExists": "QueueAlreadyExists"})

# Errors of the framework, which the model has not, that have another name in the query protocol.
EXTRA_ERRORS = {"sqs": ["error InvalidParameterValueException query=InvalidParameterValue",
                        "error MissingRequiredParameterException query=MissingParameter"]}

# Of answers of the query protocol, from the last model that had it.
XML_NAMESPACES = {"sqs": "http://queue.amazonaws.com/doc/2012-11-05/"}

# The code for a body that is no JSON, where it is not SerializationException.
MALFORMED_CODES = {"lambda": "InvalidRequestContentException"}

# CloudWatch also speaks CBOR; the others are what clients fall back to.
PROTOCOLS = {"cloudwatch": "query"}

# Required headers and (S3 only) required query parameters that tell operations of one path apart.
ROUTING_HEADERS = {"x-amz-copy-source"}


def main(data):
    here = os.path.dirname(os.path.abspath(__file__))
    for service, folder in SERVICES:
        with gzip.open(os.path.join(data, folder, "service-2.json.gz")) as file:
            model = json.load(file)
        with open(os.path.join(here, service + ".txt"), "w", encoding="utf-8") as file:
            file.write("\n".join(header(service, model["metadata"]) + operations(service, model) + errors(service, model)) + "\n")


def header(service, metadata):
    facts = {
        "service": service,
        "title": metadata["serviceFullName"],
        "protocol": PROTOCOLS.get(service, metadata["protocol"]),
        "signing-name": metadata.get("signingName", metadata["endpointPrefix"]),
        "version": metadata["apiVersion"],
        "json-version": metadata.get("jsonVersion") if metadata["protocol"] != "rest-json" else None,
        "target-prefix": metadata.get("targetPrefix"),
        "xml-namespace": XML_NAMESPACES.get(service, metadata.get("xmlNamespace")),
        "error-namespace": ERROR_NAMESPACES.get(service),
        "validation-code": VALIDATION_CODES.get(service),
        "malformed-code": MALFORMED_CODES.get(service),
        "query-compatible": "yes" if "awsQueryCompatible" in metadata else None,
    }
    return [f"{name} {value}" for name, value in facts.items() if value]


def operations(service, model):
    rest = model["metadata"]["protocol"].startswith("rest-")
    lines = {}
    routes = {}
    ordered = sorted(model["operations"].items(), key=lambda item: (item[1].get("deprecated", False), item[0]))
    for name, operation in ordered:
        if not rest:
            lines[name] = f"operation {name}"
            continue
        route = route_of(service, model, operation)
        if route in routes:
            if operation.get("deprecated"):
                continue  # the old name of an operation that has a new one
            route = (route[0], with_query(route[1], f"x-id={name}"), *route[2:])
        routes[route] = name
        lines[name] = " ".join(["operation", name, *route])
    return sorted(list(lines.values()) + EXTRA.get(service, []))


def errors(service, model):
    compatible = "awsQueryCompatible" in model["metadata"]
    lines = []
    for name, shape in model["shapes"].items():
        if not shape.get("exception"):
            continue
        members = {member.get("locationName", name) for name, member in shape["members"].items()}
        facts = [name for name in ("Message", "Type") if name in members]
        code = QUERY_CODES.get(service, {}).get(name) or shape.get("error", {}).get("code", name)
        if compatible and code != name:
            facts.append(f"query={code}")
        if facts and model["metadata"]["protocol"] != "query":
            lines.append(" ".join(["error", name, *facts]))
    return sorted(lines + EXTRA_ERRORS.get(service, []))


def route_of(service, model, operation):
    """(method, path with required keys, status, required headers...)"""
    http = operation["http"]
    members = model["shapes"].get(operation.get("input", {}).get("shape"), {})
    path, headers = http["requestUri"], []
    for name in members.get("required", []):
        member = members["members"][name]
        if member.get("location") == "querystring" and service == "s3":
            path = with_query(path, member["locationName"])
        if member.get("location") == "header" and member["locationName"].lower() in ROUTING_HEADERS:
            headers.append(member["locationName"].lower())
    status = STATUSES.get((service, operation["name"]), http.get("responseCode", 200))
    return (http["method"], path, str(status), *headers)


def with_query(path, key):
    return path + ("&" if "?" in path else "?") + key


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
