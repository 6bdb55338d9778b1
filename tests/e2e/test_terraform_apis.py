"""APIs and IAM as Terraform builds them: apply, a clean plan, a change, a clean plan, destroy."""

import pathlib
import shutil
import subprocess
import zipfile

import pytest

import harness

PROVIDER = """
terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = ">= 5.0" }
  }
}

provider "aws" {
  region = "us-east-1"
}

variable "limit" {
  default = 100
}
"""

HTTP = """
resource "aws_apigatewayv2_api" "pets" {
  name          = "pets"
  protocol_type = "HTTP"
  version       = "1"
  cors_configuration {
    allow_origins = ["https://example.com"]
    allow_methods = ["GET", "POST"]
    max_age       = var.limit
  }
  tags = { team = "blue" }
}

resource "aws_apigatewayv2_api" "imported" {
  name          = "imported"
  protocol_type = "HTTP"
  version       = "1.0"
  body = yamlencode({
    openapi = "3.0.1"
    info    = { title = "imported", version = "1.0" }
    paths   = { "/a" = { get = { "x-amazon-apigateway-integration" = {
      type = "http_proxy", httpMethod = "GET", uri = "http://localhost/${var.limit}", payloadFormatVersion = "1.0" } } } }
  })
}

resource "aws_apigatewayv2_integration" "server" {
  api_id             = aws_apigatewayv2_api.pets.id
  integration_type   = "HTTP_PROXY"
  integration_method = "ANY"
  integration_uri    = "http://localhost/{proxy}"
  request_parameters = { "append:header.x-limit" = "$context.requestId" }
  response_parameters {
    status_code = 403
    mappings    = { "append:header.auth" = "$context.authorizer.x" }
  }
}

resource "aws_apigatewayv2_authorizer" "token" {
  api_id           = aws_apigatewayv2_api.pets.id
  authorizer_type  = "JWT"
  identity_sources = ["$request.header.Authorization"]
  name             = "token"
  jwt_configuration {
    audience = ["web"]
    issuer   = "https://issuer.example.com"
  }
}

resource "aws_apigatewayv2_route" "pets" {
  api_id               = aws_apigatewayv2_api.pets.id
  route_key            = "ANY /{proxy+}"
  target               = "integrations/${aws_apigatewayv2_integration.server.id}"
  authorization_type   = "JWT"
  authorizer_id        = aws_apigatewayv2_authorizer.token.id
  authorization_scopes = ["read"]
}

resource "aws_cloudwatch_log_group" "pets" {
  name = "pets"
}

resource "aws_apigatewayv2_stage" "pets" {
  api_id      = aws_apigatewayv2_api.pets.id
  name        = "$default"
  auto_deploy = true
  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.pets.arn
    format          = "$context.requestId"
  }
  default_route_settings {
    throttling_burst_limit = var.limit
    throttling_rate_limit  = 10
  }
  route_settings {
    route_key              = aws_apigatewayv2_route.pets.route_key
    throttling_burst_limit = 5
    throttling_rate_limit  = 5
  }
  stage_variables = { color = "red" }
}

resource "aws_apigatewayv2_deployment" "pets" {
  api_id     = aws_apigatewayv2_api.pets.id
  depends_on = [aws_apigatewayv2_route.pets]
  triggers   = { limit = var.limit }
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_apigatewayv2_domain_name" "pets" {
  domain_name = "pets.example.com"
  domain_name_configuration {
    certificate_arn = "arn:aws:acm:us-east-1:000000000000:certificate/${var.limit}"
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }
}

resource "aws_apigatewayv2_api_mapping" "pets" {
  api_id          = aws_apigatewayv2_api.pets.id
  domain_name     = aws_apigatewayv2_domain_name.pets.id
  stage           = aws_apigatewayv2_stage.pets.id
  api_mapping_key = "v1"
}

resource "aws_apigatewayv2_vpc_link" "pets" {
  name               = "pets"
  security_group_ids = ["sg-1"]
  subnet_ids         = ["subnet-1", "subnet-2"]
}
"""

WEB_SOCKET = """
resource "aws_apigatewayv2_api" "chat" {
  name                       = "chat"
  protocol_type              = "WEBSOCKET"
  route_selection_expression = "$request.body.action"
  description                = "limit ${var.limit}"
}

resource "aws_apigatewayv2_authorizer" "door" {
  api_id           = aws_apigatewayv2_api.chat.id
  authorizer_type  = "REQUEST"
  authorizer_uri   = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:door/invocations"
  identity_sources = ["route.request.header.Auth"]
  name             = "door"
}

resource "aws_apigatewayv2_integration" "mock" {
  api_id                        = aws_apigatewayv2_api.chat.id
  integration_type              = "MOCK"
  template_selection_expression = "200"
  request_templates             = { "200" = jsonencode({ statusCode = var.limit }) }
}

resource "aws_apigatewayv2_integration" "function" {
  api_id             = aws_apigatewayv2_api.chat.id
  integration_type   = "AWS_PROXY"
  integration_method = "POST"
  integration_uri    = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:chat/invocations"
}

resource "aws_apigatewayv2_integration_response" "mock" {
  api_id                   = aws_apigatewayv2_api.chat.id
  integration_id           = aws_apigatewayv2_integration.mock.id
  integration_response_key = "/200/"
  response_templates       = { "$default" = "limit ${var.limit}" }
}

resource "aws_apigatewayv2_route" "connect" {
  api_id             = aws_apigatewayv2_api.chat.id
  route_key          = "$connect"
  authorization_type = "CUSTOM"
  authorizer_id      = aws_apigatewayv2_authorizer.door.id
  target             = "integrations/${aws_apigatewayv2_integration.function.id}"
}

resource "aws_apigatewayv2_route" "hello" {
  api_id                              = aws_apigatewayv2_api.chat.id
  route_key                           = "hello"
  target                              = "integrations/${aws_apigatewayv2_integration.mock.id}"
  model_selection_expression          = "action"
  request_models                      = { action = aws_apigatewayv2_model.message.name }
  route_response_selection_expression = "$default"
}

resource "aws_apigatewayv2_model" "message" {
  api_id       = aws_apigatewayv2_api.chat.id
  content_type = "application/json"
  name         = "message"
  schema       = jsonencode({ type = "object", minProperties = var.limit })
}

resource "aws_apigatewayv2_route_response" "hello" {
  api_id             = aws_apigatewayv2_api.chat.id
  route_id           = aws_apigatewayv2_route.hello.id
  route_response_key = "$default"
}

resource "aws_apigatewayv2_deployment" "chat" {
  api_id      = aws_apigatewayv2_api.chat.id
  description = "limit"
  depends_on  = [aws_apigatewayv2_route.hello]
}

resource "aws_apigatewayv2_stage" "chat" {
  api_id        = aws_apigatewayv2_api.chat.id
  name          = "prod"
  deployment_id = aws_apigatewayv2_deployment.chat.id
  default_route_settings {
    logging_level          = "INFO"
    throttling_burst_limit = var.limit
    throttling_rate_limit  = 10
  }
}
"""


FOLDER = pathlib.Path(__file__).parent / "terraform"
REST_AND_IAM = "".join((FOLDER / name).read_text(encoding="utf-8") for name in ("rest.tf", "iam.tf"))


def make_files(folder):
    """What the configurations read: a function's code, a server certificate."""
    with zipfile.ZipFile(folder / "function.zip", "w") as archive:
        archive.writestr("index.py", "def handler(event, context): return {}")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=example.com", "-days", "30", "-keyout", folder / "one.key",
                    "-out", folder / "one.crt"], check=True, capture_output=True)


@pytest.mark.parametrize("resources", [HTTP, WEB_SOCKET, REST_AND_IAM], ids=["http", "websocket", "rest and iam"])
def test_plans_are_clean(fresh_server, tmp_path, resources):
    if not shutil.which("terraform"):
        pytest.skip("terraform is not installed")
    (tmp_path / "main.tf").write_text(PROVIDER + resources, encoding="utf-8")
    make_files(tmp_path)

    def terraform(verb, *arguments, check=True):
        environment = {**harness.clean_environment(), "AWS_ENDPOINT_URL": fresh_server.endpoint}
        ended = subprocess.run(["terraform", verb, "-input=false", "-no-color", *arguments], cwd=tmp_path, env=environment,
                               capture_output=True, text=True, timeout=600, check=False)
        assert not check or ended.returncode == 0, ended.stdout + ended.stderr
        return ended

    initialised = terraform("init", check=False)
    if initialised.returncode != 0:
        pytest.skip("terraform has no provider for AWS here: " + initialised.stderr.strip()[-200:])
    for limit in ("limit=100", "limit=200"):
        terraform("apply", "-auto-approve", "-var", limit)
        plan = terraform("plan", "-detailed-exitcode", "-var", limit, check=False)
        assert plan.returncode == 0, plan.stdout + plan.stderr
    terraform("destroy", "-auto-approve")
    apis = fresh_server.client("apigatewayv2")
    assert apis.get_apis()["Items"] == apis.get_domain_names()["Items"] == apis.get_vpc_links()["Items"] == []
    assert fresh_server.client("apigateway").get_rest_apis()["items"] == fresh_server.client("iam").list_users()["Users"] == []
