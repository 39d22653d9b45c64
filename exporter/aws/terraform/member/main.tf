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
  template_body = file("${path.module}/../../member.yaml")
  capabilities  = ["CAPABILITY_NAMED_IAM"]
  tags          = var.tags

  parameters = {
    InventoryReaderRoleArn = var.inventory_reader_role_arn
    ExporterRoleArn        = var.exporter_role_arn
    ExternalId             = var.external_id
    ManagementAccount      = var.management_account
    GuardDutyAccount       = var.guard_duty_account
    InventoryRole          = var.inventory_role
    GuardDutyRole          = var.guard_duty_role
  }
}
