# Users, groups, roles, policies, providers and credentials.

resource "aws_iam_role" "gateway" {
  name                  = "gateway"
  path                  = "/service/"
  description           = "limit ${var.limit}"
  max_session_duration  = 7200
  force_detach_policies = true
  assume_role_policy    = data.aws_iam_policy_document.trust.json
  permissions_boundary  = aws_iam_policy.boundary.arn
  tags                  = { team = "blue" }
}
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["apigateway.amazonaws.com", "lambda.amazonaws.com"]
    }
  }
}
resource "aws_iam_policy" "boundary" {
  name   = "boundary"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
}
resource "aws_iam_policy" "own" {
  name        = "own"
  path        = "/team/"
  description = "fixed"
  policy      = jsonencode({ Version = "2012-10-17", Statement = [{ Sid = "limit${var.limit}", Effect = "Allow", Action = ["states:StartExecution"], Resource = "*" }] })
  tags        = { team = "blue" }
}
resource "aws_iam_role_policy_attachment" "own" {
  role       = aws_iam_role.gateway.name
  policy_arn = aws_iam_policy.own.arn
}
resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.gateway.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
}
resource "aws_iam_role_policy" "inline" {
  name   = "inline"
  role   = aws_iam_role.gateway.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "arn:aws:s3:::b${var.limit}/*", Condition = { StringEquals = { "aws:PrincipalTag/team" = "blue" } } }] })
}
resource "aws_iam_user" "ann" {
  name          = "ann"
  path          = "/team/"
  force_destroy = true
  tags          = { limit = var.limit }
}
resource "aws_iam_user_policy" "ann" {
  name   = "own"
  user   = aws_iam_user.ann.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "s3:Delete*", Resource = "*" }] })
}
resource "aws_iam_user_policy_attachment" "ann" {
  user       = aws_iam_user.ann.name
  policy_arn = aws_iam_policy.own.arn
}
resource "aws_iam_access_key" "ann" {
  user   = aws_iam_user.ann.name
  status = var.limit == 100 ? "Active" : "Inactive"
}
resource "aws_iam_user_login_profile" "ann" {
  user                    = aws_iam_user.ann.name
  password_reset_required = true
  lifecycle { ignore_changes = [password_reset_required] }
}
resource "aws_iam_group" "team" {
  name = "team${var.limit}"
  path = "/team/"
}
resource "aws_iam_group_policy" "team" {
  name   = "own"
  group  = aws_iam_group.team.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "logs:*", Resource = "*" }] })
}
resource "aws_iam_group_policy_attachment" "team" {
  group      = aws_iam_group.team.name
  policy_arn = "arn:aws:iam::aws:policy/CloudWatchLogsReadOnlyAccess"
}
resource "aws_iam_group_membership" "team" {
  name  = "team"
  users = [aws_iam_user.ann.name]
  group = aws_iam_group.team.name
}
resource "aws_iam_instance_profile" "box" {
  name = "box"
  role = aws_iam_role.gateway.name
  tags = { limit = var.limit }
}
resource "aws_iam_openid_connect_provider" "hub" {
  url             = "https://token.actions.example.com"
  client_id_list  = ["sts.amazonaws.com", "c${var.limit}"]
  thumbprint_list = ["6938fd4d98bab03faadb97b34396831e3780aea1"]
  tags            = { limit = var.limit }
}
resource "aws_iam_saml_provider" "idp" {
  name                   = "idp"
  saml_metadata_document = "<?xml version=\"1.0\"?><EntityDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\" entityID=\"https://idp.example.com/${var.limit}\"><IDPSSODescriptor protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\"><!-- ${join("", [for i in range(1000) : "x"])} --></IDPSSODescriptor></EntityDescriptor>"
  tags                   = { limit = var.limit }
}
resource "aws_iam_virtual_mfa_device" "phone" {
  virtual_mfa_device_name = "phone"
  tags                    = { limit = var.limit }
}
resource "aws_iam_server_certificate" "web" {
  name             = "web"
  path             = "/web/"
  certificate_body = file("${path.module}/one.crt")
  private_key      = file("${path.module}/one.key")
  tags             = { limit = var.limit }
}
resource "aws_iam_account_alias" "me" { account_alias = "cloud-${var.limit}" }
resource "aws_iam_account_password_policy" "strict" {
  minimum_password_length      = 12
  require_symbols              = true
  max_password_age             = var.limit
  password_reuse_prevention    = 5
  allow_users_to_change_password = true
}
resource "aws_iam_service_linked_role" "states" {
  aws_service_name = "ops.apigateway.amazonaws.com"
  description      = "limit ${var.limit}"
}
resource "aws_iam_policy_attachment" "both" {
  name       = "both"
  roles      = [aws_iam_role.gateway.name]
  users      = [aws_iam_user.ann.name]
  policy_arn = aws_iam_policy.boundary.arn
}
data "aws_iam_policy" "managed" { arn = "arn:aws:iam::aws:policy/AWSLambda_FullAccess" }
data "aws_iam_role" "gateway" { name = aws_iam_role.gateway.name }
data "aws_iam_user" "ann" { user_name = aws_iam_user.ann.name }
data "aws_iam_principal_policy_simulation" "sim" {
  action_names      = ["states:StartExecution"]
  policy_source_arn = aws_iam_user.ann.arn
  depends_on        = [aws_iam_user_policy_attachment.ann]
}
