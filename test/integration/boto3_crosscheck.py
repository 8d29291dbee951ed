"""Sends every operation of every service with boto3 and compares both ways with what the sandbox's wire read and wrote.

boto3 has its own models of AWS's protocols, which none of us wrote: where it and the SDK's schemas agree, the wire is
right. Usage: boto3_crosscheck.py URL SERVICE…; the server at URL answers any operation with a made-up output and tells
at URL/_last what it saw and answered. Prints one JSON object: passed, missing (operations of which only boto3 knows)
and failed, a list of lines.
"""

import base64
import datetime
import json
import random
import re
import socket
import sys
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

NASTY = ["alpha", "b&<c>", 'd "e"', "é✓", "x=y&z"]
TAME = ["alpha", "beta-2", "gamma3"]
DEPTH = 5
# Route 53's page sizes are text to boto3 and numbers to the SDK.
NUMBERS_AS_TEXT = ["PageMaxItems", "MaxResults"]
CONFIG = Config(
    retries={"max_attempts": 0},
    parameter_validation=False,
    inject_host_prefix=False,
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
    account_id_endpoint_mode="disabled",
    s3={"addressing_style": "path"},
)


def main(url, services):
    resolve_localhost()
    report = {"passed": 0, "missing": [], "failed": []}
    for name in services:
        chance = random.Random(name)
        client = boto3.client(
            name,
            region_name="us-east-1",
            # S3 Control puts the account in front of the host, which an address does not take.
            endpoint_url=url.replace("127.0.0.1", "localhost") if name == "s3control" else url,
            aws_access_key_id="a",
            aws_secret_access_key="b",
            config=CONFIG,
        )
        model = client.meta.service_model
        for operation in model.operation_names:
            check(report, url, client, model.operation_model(operation), chance)
    print(json.dumps(report))


def resolve_localhost():
    """RFC 6761 has every name under localhost mean this machine; not every resolver knows."""
    real = socket.getaddrinfo
    socket.getaddrinfo = lambda host, *rest, **more: real(
        "127.0.0.1" if str(host).endswith("localhost") else host, *rest, **more
    )


def check(report, url, client, operation, chance):
    if operation.has_event_stream_input or operation.has_event_stream_output:
        return
    service = operation.service_model.service_name
    name = f"{service}:{operation.name}"
    sent = (make(operation.input_shape, DEPTH, chance) if operation.input_shape else None) or {}
    if service == "s3":
        tame_for_s3(sent)
    problem = output = None
    try:
        output = client._make_api_call(operation.name, dict(sent))
    except ClientError as error:
        problem = f"answered {error.response['Error']}"
    except Exception as error:  # whatever boto3 cannot read is a line of the report
        problem = f"{type(error).__name__}: {str(error)[:160]}"
    last = json.load(urllib.request.urlopen(f"{url}/_last"))
    if last.get("refused") in ("InvalidAction", "UnknownOperationException"):
        report["missing"].append(name)
    elif problem:
        report["failed"].append(f"{name} {problem}")
    elif last.get("operation") != operation.name:
        report["failed"].append(f"{name} was taken for {last.get('operation')}")
    else:
        lost = differences(sent, last["input"], operation.input_shape, "in") if operation.input_shape else []
        if operation.output_shape:
            lost += differences_read(last["output"], output, operation.output_shape, "out")
        report["failed" if lost else "passed"] += [f"{name} {lost[0]}"] if lost else 1


def make(shape, depth, chance, bound=False):
    kind = shape.type_name
    if kind == "structure":
        return make_structure(shape, depth, chance)
    if kind == "list":
        items = [make(shape.member, depth - 1, chance, bound) for _ in range(chance.choice([1, 2]))]
        return [item for item in items if item is not None] or None
    if kind == "map":
        values = {f"k{index}": make(shape.value, depth - 1, chance, bound) for index in range(chance.choice([1, 2]))}
        return {key: value for key, value in values.items() if value is not None} or None
    if kind == "timestamp":
        return datetime.datetime.fromtimestamp(1767600000 + chance.randrange(10**6), datetime.timezone.utc)
    if kind == "blob":
        return bytes([1, 2, 250, chance.randrange(255)])
    if kind == "boolean":
        return chance.random() < 0.5
    if kind in ("integer", "long"):
        return chance.randrange(1, 1000)
    if kind in ("float", "double"):
        return chance.randrange(1, 1000) / 4
    if shape.serialization.get("jsonvalue") or getattr(shape, "is_document_type", False):
        return None
    if shape.enum:
        return chance.choice(shape.enum)
    if shape.name in NUMBERS_AS_TEXT:
        return str(chance.randrange(1, 1000))
    text = chance.choice(TAME if bound else NASTY)
    return text * (shape.metadata.get("min", 0) // len(text) + 1)


def make_structure(shape, depth, chance):
    if depth <= 0 or getattr(shape, "is_document_type", False):
        return None
    members = list(shape.members.items())
    if getattr(shape, "is_tagged_union", False):
        members = [chance.choice(members)]
    made = {}
    for name, member in members:
        bound = bool(member.serialization.get("location")) or name == "AccountId"
        value = make(member, depth - 1, chance, bound)
        if value is None and name in shape.required_members:
            value = make(member, 1, chance, bound)
        if value is not None:
            made[name] = value
    return made or None


def tame_for_s3(sent):
    """boto3 looks at these before anything is sent."""
    if "Bucket" in sent:
        sent["Bucket"] = "abc-bucket"
    if "CopySource" in sent:
        sent["CopySource"] = "abc-bucket/k"
    for name in list(sent):
        if re.search("SSECustomer|ExpectedBucketOwner|Checksum|ContentMD5|ContentLength", name):
            del sent[name]


def differences(sent, got, shape, path):
    """Where the server's reading (JSON) lacks or falsifies what boto3 sent."""
    kind = shape.type_name
    if kind == "structure":
        if not isinstance(got, dict):
            return [f"{path}: {got!r:.60} instead of a structure"]
        return [
            line
            for key, value in sent.items()
            for line in (
                differences(value, got[key], shape.members[key], f"{path}.{key}") if key in got else [f"{path}.{key}: lost"]
            )
        ]
    if kind == "list":
        if not isinstance(got, list) or len(got) != len(sent):
            return [f"{path}: {got!r:.60} instead of {len(sent)} items"]
        return [line for i, value in enumerate(sent) for line in differences(value, got[i], shape.member, f"{path}[{i}]")]
    if kind == "map":
        if not isinstance(got, dict) or set(got) != set(sent):
            return [f"{path}: {got!r:.60} instead of the keys {sorted(sent)}"]
        return [line for key in sent for line in differences(sent[key], got[key], shape.value, f"{path}.{key}")]
    return [] if same(sent, got, kind) else [f"{path}: {got!r:.60} instead of {sent!r:.60}"]


def differences_read(written, read, shape, path):
    """Where boto3's reading lacks or falsifies what the server wrote; members that boto3 does not know are left out."""
    kind = shape.type_name
    if kind == "structure":
        known = {key: value for key, value in written.items() if key in shape.members}
        return [
            line
            for key, value in known.items()
            for line in (
                differences_read(value, read[key], shape.members[key], f"{path}.{key}")
                if key in read
                else [f"{path}.{key}: lost"]
            )
        ]
    if kind == "list":
        if not isinstance(read, list) or len(read) != len(written):
            return [f"{path}: {read!r:.60} instead of {len(written)} items"]
        return [
            line
            for i, value in enumerate(written)
            for line in differences_read(value, read[i], shape.member, f"{path}[{i}]")
        ]
    if kind == "map":
        if not isinstance(read, dict) or set(read) != set(written):
            return [f"{path}: {read!r:.60} instead of the keys {sorted(written)}"]
        return [line for key in written for line in differences_read(written[key], read[key], shape.value, f"{path}.{key}")]
    if hasattr(read, "read"):
        read = read.read()
    return [] if same(read, written, kind) else [f"{path}: {read!r:.60} instead of {written!r:.60}"]


def same(native, plain, kind):
    """A value of boto3's beside the JSON of the server's."""
    if kind == "timestamp":
        instant = datetime.datetime.fromisoformat(str(plain).replace("Z", "+00:00"))
        return isinstance(native, datetime.datetime) and abs(native.timestamp() - instant.timestamp()) < 1
    if kind == "blob":
        given = base64.b64decode(plain["$bytes"]) if isinstance(plain, dict) else str(plain).encode()
        return native == given
    if kind in ("integer", "long", "float", "double"):
        return plain is not None and float(native) == float(plain)
    if isinstance(plain, (int, float)) and not isinstance(plain, bool):
        return native == str(plain)
    return native == plain


main(sys.argv[1], sys.argv[2:])
