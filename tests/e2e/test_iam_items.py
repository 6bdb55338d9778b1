"""IAM: MFA devices, server certificates, identity providers, reports, context keys."""

import base64
import csv
import hashlib
import hmac
import io
import json
import struct
import subprocess
import time

import pytest

import harness
from test_clock import clock
from test_iam import allow, error_of, policy

METADATA = ('<?xml version="1.0"?><EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example.com"><IDPSSODescriptor '
            'protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><SingleSignOnService Location="https://idp.example.com/sso"/></IDPSSODescriptor>'
            + "<!-- " + "x" * 800 + " --></EntityDescriptor>")


@pytest.fixture
def iam(client):
    return client("iam")


def totp(seed, step):
    digest = hmac.new(base64.b32decode(seed), struct.pack(">Q", step), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def test_mfa_devices(iam, unique):
    user = unique("user")
    iam.create_user(UserName=user)
    device = iam.create_virtual_mfa_device(VirtualMFADeviceName=user, Tags=[{"Key": "a", "Value": "b"}])["VirtualMFADevice"]
    serial, seed = device["SerialNumber"], device["Base32StringSeed"]
    assert serial == f"arn:aws:iam::{harness.ACCOUNT}:mfa/{user}" and len(seed) == 64
    now = int(time.time()) // 30
    enable = {"UserName": user, "SerialNumber": serial}
    assert error_of(iam.enable_mfa_device, **enable, AuthenticationCode1="000000", AuthenticationCode2="000000")["Code"] == "InvalidAuthenticationCode"
    assert error_of(iam.enable_mfa_device, **enable, AuthenticationCode1=totp(seed, now), AuthenticationCode2=totp(seed, now - 1))["Code"] == "InvalidAuthenticationCode"
    assert iam.list_mfa_devices(UserName=user)["MFADevices"] == []
    iam.enable_mfa_device(**enable, AuthenticationCode1=totp(seed, now - 1), AuthenticationCode2=totp(seed, now))
    assert [one["SerialNumber"] for one in iam.list_mfa_devices(UserName=user)["MFADevices"]] == [serial]
    assigned = [one for one in iam.list_virtual_mfa_devices(AssignmentStatus="Assigned")["VirtualMFADevices"] if one["SerialNumber"] == serial]
    assert assigned[0]["User"]["UserName"] == user and "Base32StringSeed" not in assigned[0]
    assert iam.list_mfa_device_tags(SerialNumber=serial)["Tags"] == [{"Key": "a", "Value": "b"}]
    assert error_of(iam.delete_user, UserName=user)["Code"] == error_of(iam.delete_virtual_mfa_device, SerialNumber=serial)["Code"] == "DeleteConflict"
    iam.deactivate_mfa_device(**enable)
    iam.delete_virtual_mfa_device(SerialNumber=serial)
    iam.delete_user(UserName=user)
    assert error_of(iam.delete_virtual_mfa_device, SerialNumber=serial)["Code"] == "NoSuchEntity"


def test_server_certificates(iam, unique, tmp_path):
    name = unique("certificate")
    for key in ("one", "two"):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=example.com", "-days", "30", "-keyout", tmp_path / (key + ".key"), "-out", tmp_path / (key + ".crt")],
                       check=True, capture_output=True)
    text = lambda file: (tmp_path / file).read_text()  # noqa: E731
    upload = {"ServerCertificateName": name, "Path": "/web/", "CertificateBody": text("one.crt")}
    assert error_of(iam.upload_server_certificate, **upload, PrivateKey=text("two.key"))["Code"] == "KeyPairMismatch"
    assert error_of(iam.upload_server_certificate, **{**upload, "CertificateBody": "no certificate"}, PrivateKey=text("one.key"))["Code"] == "MalformedCertificate"
    made = iam.upload_server_certificate(**upload, PrivateKey=text("one.key"), Tags=[{"Key": "a", "Value": "b"}])["ServerCertificateMetadata"]
    assert made["Arn"] == f"arn:aws:iam::{harness.ACCOUNT}:server-certificate/web/{name}" and made["ServerCertificateId"].startswith("ASCA")
    assert 28 <= (made["Expiration"] - made["UploadDate"]).days <= 30
    assert error_of(iam.upload_server_certificate, **upload, PrivateKey=text("one.key"))["Code"] == "EntityAlreadyExists"
    iam.update_server_certificate(ServerCertificateName=name, NewPath="/other/", NewServerCertificateName=name + "2")
    got = iam.get_server_certificate(ServerCertificateName=name + "2")["ServerCertificate"]
    assert got["CertificateBody"] == text("one.crt").strip() and got["Tags"] == [{"Key": "a", "Value": "b"}]
    assert [one["ServerCertificateName"] for one in iam.list_server_certificates(PathPrefix="/other/")["ServerCertificateMetadataList"]] == [name + "2"]
    iam.delete_server_certificate(ServerCertificateName=name + "2")
    assert error_of(iam.get_server_certificate, ServerCertificateName=name + "2")["Code"] == "NoSuchEntity"


def test_identity_providers(iam, unique):
    arn = iam.create_saml_provider(Name=unique("saml"), SAMLMetadataDocument=METADATA, Tags=[{"Key": "a", "Value": "b"}])["SAMLProviderArn"]
    assert iam.get_saml_provider(SAMLProviderArn=arn)["SAMLMetadataDocument"] == METADATA
    assert arn in [one["Arn"] for one in iam.list_saml_providers()["SAMLProviderList"]]
    iam.update_saml_provider(SAMLProviderArn=arn, SAMLMetadataDocument=METADATA.replace("sso", "login"))
    iam.untag_saml_provider(SAMLProviderArn=arn, TagKeys=["a"])
    assert "login" in iam.get_saml_provider(SAMLProviderArn=arn)["SAMLMetadataDocument"] and iam.list_saml_provider_tags(SAMLProviderArn=arn)["Tags"] == []
    assert error_of(iam.create_saml_provider, Name=unique("saml"), SAMLMetadataDocument="<a/>" + " " * 1000)["Code"] == "InvalidInput"
    iam.delete_saml_provider(SAMLProviderArn=arn)
    assert error_of(iam.get_saml_provider, SAMLProviderArn=arn)["Code"] == "NoSuchEntity"
    oidc = iam.create_open_id_connect_provider(Url=f"https://{unique('oidc')}.example.com", ClientIDList=["one"], ThumbprintList=["a" * 40])["OpenIDConnectProviderArn"]
    iam.add_client_id_to_open_id_connect_provider(OpenIDConnectProviderArn=oidc, ClientID="two")
    iam.remove_client_id_from_open_id_connect_provider(OpenIDConnectProviderArn=oidc, ClientID="one")
    iam.tag_open_id_connect_provider(OpenIDConnectProviderArn=oidc, Tags=[{"Key": "k", "Value": "v"}])
    got = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=oidc)
    assert got["ClientIDList"] == ["two"] and got["Tags"] == [{"Key": "k", "Value": "v"}]
    iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=oidc)


def test_credential_reports(fresh_server):
    iam = fresh_server.client("iam")
    assert error_of(iam.get_credential_report)["Code"] == "ReportNotPresent"
    iam.create_user(UserName="ann", Path="/team/")
    iam.create_login_profile(UserName="ann", Password="correct horse")
    iam.create_access_key(UserName="ann")
    assert (iam.generate_credential_report()["State"], iam.generate_credential_report()["State"]) == ("STARTED", "COMPLETE")
    report = iam.get_credential_report()
    rows = {row["user"]: row for row in csv.DictReader(io.StringIO(report["Content"].decode()))}
    assert report["ReportFormat"] == "text/csv" and set(rows) == {"<root_account>", "ann"}
    ann = rows["ann"]
    assert ann["arn"] == f"arn:aws:iam::{harness.ACCOUNT}:user/team/ann" and None not in ann and None not in ann.values()
    assert (ann["password_enabled"], ann["mfa_active"], ann["access_key_1_active"], ann["access_key_2_active"]) == ("true", "false", "true", "false")
    clock(fresh_server, action="advance", seconds=4 * 3600)
    assert error_of(iam.get_credential_report)["Code"] == "ReportExpired" and iam.generate_credential_report()["State"] == "STARTED"


def test_context_keys(iam, unique):
    document = policy({**allow("s3:GetObject", "arn:aws:s3:::b/${aws:username}/*"), "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}, "StringEquals": {"s3:prefix": "${aws:PrincipalTag/team, 'none'}"}}})
    keys = ["aws:PrincipalTag/team", "aws:SourceIp", "aws:username", "s3:prefix"]
    assert iam.get_context_keys_for_custom_policy(PolicyInputList=[document])["ContextKeyNames"] == keys
    user = unique("user")
    arn = iam.create_user(UserName=user)["User"]["Arn"]
    iam.put_user_policy(UserName=user, PolicyName="own", PolicyDocument=document)
    more = json.dumps({"Version": "2012-10-17", "Statement": [{**allow("s3:*"), "Condition": {"Bool": {"aws:SecureTransport": "true"}}}]})
    assert iam.get_context_keys_for_principal_policy(PolicySourceArn=arn, PolicyInputList=[more])["ContextKeyNames"] == sorted([*keys, "aws:SecureTransport"])
    assert error_of(iam.get_context_keys_for_principal_policy, PolicySourceArn=arn + "x")["Code"] == "NoSuchEntity"
