# Made from the template by make.py: change the template, and make it anew.

terraform {
  required_version = ">= 1.3"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

resource "aws_cloudformation_stack" "sightline" {
  name          = var.stack_name
  template_body = file("${path.module}/../../region.yaml")
  capabilities  = ["CAPABILITY_NAMED_IAM"]
  tags          = var.tags

  parameters = {
    Delivery          = var.delivery
    HomeBusArn        = var.home_bus_arn
    GuardDutyEvents   = var.guard_duty_events
    SecurityHubEvents = var.security_hub_events
    MacieEvents       = var.macie_events
    HealthEvents      = var.health_events
    AlarmEvents       = var.alarm_events
    SignInEvents      = var.sign_in_events
    AlarmTopicArn     = var.alarm_topic_arn
  }
}
