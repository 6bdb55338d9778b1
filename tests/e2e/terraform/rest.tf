# A REST API with everything that hangs on one. Its roles are in iam.tf.

resource "aws_api_gateway_rest_api" "shop" {
  name                         = "shop"
  description                  = "limit ${var.limit}"
  binary_media_types           = ["image/png"]
  minimum_compression_size     = var.limit
  api_key_source               = "HEADER"
  endpoint_configuration { types = ["REGIONAL"] }
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = "*", Action = "execute-api:Invoke", Resource = "*" }] })
  tags   = { team = "blue" }
}
resource "aws_api_gateway_rest_api" "imported" {
  name = "imported"
  body = jsonencode({
    openapi = "3.0.1", info = { title = "imported", version = "1.0" }
    paths   = { "/a" = { get = { "x-amazon-apigateway-integration" = { type = "mock", requestTemplates = { "application/json" = "{\"statusCode\": 200}" }, responses = { default = { statusCode = "200" } } }, responses = { "200" = { description = "ok" } } } } }
  })
}
resource "aws_api_gateway_resource" "items" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  parent_id   = aws_api_gateway_rest_api.shop.root_resource_id
  path_part   = "items"
}
resource "aws_api_gateway_resource" "item" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  parent_id   = aws_api_gateway_resource.items.id
  path_part   = "{id}"
}
resource "aws_api_gateway_model" "item" {
  rest_api_id  = aws_api_gateway_rest_api.shop.id
  name         = "Item"
  content_type = "application/json"
  schema       = jsonencode({ type = "object", minProperties = var.limit })
}
resource "aws_api_gateway_request_validator" "all" {
  rest_api_id                 = aws_api_gateway_rest_api.shop.id
  name                        = "all"
  validate_request_body       = true
  validate_request_parameters = true
}
resource "aws_api_gateway_authorizer" "door" {
  rest_api_id                      = aws_api_gateway_rest_api.shop.id
  name                             = "door"
  type                             = "REQUEST"
  authorizer_uri                   = aws_lambda_function.door.invoke_arn
  identity_source                  = "method.request.header.Auth,method.request.querystring.q"
  authorizer_result_ttl_in_seconds = var.limit
  authorizer_credentials           = aws_iam_role.gateway.arn
}
resource "aws_api_gateway_method" "post" {
  rest_api_id          = aws_api_gateway_rest_api.shop.id
  resource_id          = aws_api_gateway_resource.items.id
  http_method          = "POST"
  authorization        = "CUSTOM"
  authorizer_id        = aws_api_gateway_authorizer.door.id
  api_key_required     = true
  operation_name       = "addItem"
  request_validator_id = aws_api_gateway_request_validator.all.id
  request_models       = { "application/json" = aws_api_gateway_model.item.name }
  request_parameters   = { "method.request.header.X-Limit" = true, "method.request.querystring.q" = false }
}
resource "aws_api_gateway_method" "get" {
  rest_api_id        = aws_api_gateway_rest_api.shop.id
  resource_id        = aws_api_gateway_resource.item.id
  http_method        = "GET"
  authorization      = "AWS_IAM"
  request_parameters = { "method.request.path.id" = true }
}
resource "aws_api_gateway_method" "any" {
  rest_api_id   = aws_api_gateway_rest_api.shop.id
  resource_id   = aws_api_gateway_rest_api.shop.root_resource_id
  http_method   = "ANY"
  authorization = "NONE"
}
resource "aws_api_gateway_integration" "post" {
  rest_api_id             = aws_api_gateway_rest_api.shop.id
  resource_id             = aws_api_gateway_resource.items.id
  http_method             = aws_api_gateway_method.post.http_method
  type                    = "AWS"
  integration_http_method = "POST"
  uri                     = "arn:aws:apigateway:us-east-1:states:action/StartExecution"
  credentials             = aws_iam_role.gateway.arn
  passthrough_behavior    = "NEVER"
  content_handling        = "CONVERT_TO_TEXT"
  timeout_milliseconds    = 10000
  request_templates       = { "application/json" = "{\"limit\": ${var.limit}}" }
  request_parameters      = { "integration.request.header.X-Limit" = "method.request.header.X-Limit" }
}
resource "aws_api_gateway_integration" "get" {
  rest_api_id             = aws_api_gateway_rest_api.shop.id
  resource_id             = aws_api_gateway_resource.item.id
  http_method             = aws_api_gateway_method.get.http_method
  type                    = "HTTP_PROXY"
  integration_http_method = "GET"
  uri                     = "http://localhost/{id}"
  request_parameters      = { "integration.request.path.id" = "method.request.path.id" }
  cache_key_parameters    = ["method.request.path.id"]
}
resource "aws_api_gateway_integration" "any" {
  rest_api_id             = aws_api_gateway_rest_api.shop.id
  resource_id             = aws_api_gateway_rest_api.shop.root_resource_id
  http_method             = aws_api_gateway_method.any.http_method
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  uri                     = aws_lambda_function.door.invoke_arn
}
resource "aws_api_gateway_method_response" "ok" {
  rest_api_id         = aws_api_gateway_rest_api.shop.id
  resource_id         = aws_api_gateway_resource.items.id
  http_method         = aws_api_gateway_method.post.http_method
  status_code         = "200"
  response_models     = { "application/json" = "Empty" }
  response_parameters = { "method.response.header.X-Id" = true }
}
resource "aws_api_gateway_integration_response" "ok" {
  rest_api_id         = aws_api_gateway_rest_api.shop.id
  resource_id         = aws_api_gateway_resource.items.id
  http_method         = aws_api_gateway_method.post.http_method
  status_code         = aws_api_gateway_method_response.ok.status_code
  selection_pattern   = "2\\d\\d"
  response_templates  = { "application/json" = "{\"limit\": ${var.limit}}" }
  response_parameters = { "method.response.header.X-Id" = "integration.response.header.X-Id" }
  depends_on          = [aws_api_gateway_integration.post]
}
resource "aws_api_gateway_gateway_response" "denied" {
  rest_api_id         = aws_api_gateway_rest_api.shop.id
  response_type       = "ACCESS_DENIED"
  status_code         = "401"
  response_templates  = { "application/json" = "{\"limit\": ${var.limit}}" }
  response_parameters = { "gatewayresponse.header.Access-Control-Allow-Origin" = "'*'" }
}
resource "aws_api_gateway_documentation_part" "api" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  properties  = "{\"description\": \"limit ${var.limit}\"}"
  location { type = "API" }
}
resource "aws_api_gateway_documentation_part" "method" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  properties  = "{\"description\": \"adds\"}"
  location {
    type   = "METHOD"
    method = "POST"
    path   = "/items"
  }
}
resource "aws_api_gateway_documentation_version" "one" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  version     = "1"
  description = "limit ${var.limit}"
  depends_on  = [aws_api_gateway_documentation_part.api]
}
resource "aws_api_gateway_deployment" "shop" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  description = "limit"
  triggers    = { limit = var.limit }
  depends_on  = [aws_api_gateway_integration.post, aws_api_gateway_integration.get, aws_api_gateway_integration.any]
  lifecycle { create_before_destroy = true }
}
resource "aws_api_gateway_client_certificate" "shop" {
  description = "limit ${var.limit}"
  tags        = { team = "blue" }
}
resource "aws_api_gateway_stage" "prod" {
  rest_api_id           = aws_api_gateway_rest_api.shop.id
  deployment_id         = aws_api_gateway_deployment.shop.id
  stage_name            = "prod"
  description           = "limit ${var.limit}"
  client_certificate_id = aws_api_gateway_client_certificate.shop.id
  documentation_version = aws_api_gateway_documentation_version.one.version
  variables             = { limit = var.limit }
  xray_tracing_enabled  = true
  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.shop.arn
    format          = "$context.requestId ${var.limit}"
  }
  canary_settings {
    deployment_id   = aws_api_gateway_deployment.shop.id
    percent_traffic = 10
  }
  tags = { team = "blue" }
}
resource "aws_api_gateway_method_settings" "all" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  stage_name  = aws_api_gateway_stage.prod.stage_name
  method_path = "*/*"
  settings {
    metrics_enabled        = true
    logging_level          = "INFO"
    throttling_burst_limit = var.limit
    throttling_rate_limit  = 50
  }
}
resource "aws_api_gateway_method_settings" "one" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  stage_name  = aws_api_gateway_stage.prod.stage_name
  method_path = "items/POST"
  settings {
    caching_enabled      = true
    cache_ttl_in_seconds = var.limit
  }
}
resource "aws_api_gateway_api_key" "key" {
  name        = "key"
  description = "limit ${var.limit}"
  value       = "a-key-of-twenty-letters-and-more"
  tags        = { team = "blue" }
}
resource "aws_api_gateway_usage_plan" "plan" {
  name         = "plan"
  product_code = "P"
  api_stages {
    api_id = aws_api_gateway_rest_api.shop.id
    stage  = aws_api_gateway_stage.prod.stage_name
    throttle {
      path        = "/items/POST"
      burst_limit = 5
      rate_limit  = 10
    }
  }
  quota_settings {
    limit  = var.limit
    offset = 0
    period = "WEEK"
  }
  throttle_settings {
    burst_limit = var.limit
    rate_limit  = 10
  }
}
resource "aws_api_gateway_usage_plan_key" "key" {
  key_id        = aws_api_gateway_api_key.key.id
  key_type      = "API_KEY"
  usage_plan_id = aws_api_gateway_usage_plan.plan.id
}
resource "aws_api_gateway_domain_name" "shop" {
  domain_name              = "shop.example.com"
  regional_certificate_arn = "arn:aws:acm:us-east-1:000000000000:certificate/${var.limit}"
  security_policy          = "TLS_1_2"
  endpoint_configuration { types = ["REGIONAL"] }
}
resource "aws_api_gateway_base_path_mapping" "shop" {
  api_id      = aws_api_gateway_rest_api.shop.id
  stage_name  = aws_api_gateway_stage.prod.stage_name
  domain_name = aws_api_gateway_domain_name.shop.domain_name
  base_path   = "v${var.limit}"
}
resource "aws_api_gateway_account" "me" {
  cloudwatch_role_arn = aws_iam_role.gateway.arn
}
resource "aws_api_gateway_rest_api_policy" "imported" {
  rest_api_id = aws_api_gateway_rest_api.imported.id
  policy      = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = "*", Action = "execute-api:Invoke", Resource = "${aws_api_gateway_rest_api.imported.execution_arn}/*" }] })
}
resource "aws_api_gateway_vpc_link" "link" {
  name        = "link"
  description = "limit ${var.limit}"
  target_arns = ["arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/x/1"]
}
resource "aws_cloudwatch_log_group" "shop" { name = "shop" }

resource "aws_lambda_function" "door" {
  function_name = "door"
  role          = aws_iam_role.gateway.arn
  runtime       = "python3.12"
  handler       = "index.handler"
  filename      = "${path.module}/function.zip"
}
resource "aws_lambda_permission" "door" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.door.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.shop.execution_arn}/*/*"
}

