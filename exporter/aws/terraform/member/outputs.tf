# Made from the template by make.py: change the template, and make it anew.

output "inventory_role_arn" {
  description = "role_arn of this account's profile for Steampipe."
  value       = aws_cloudformation_stack.sightline.outputs["InventoryRoleArn"]
}

output "guard_duty_role_arn" {
  description = "For Roles of the home stack, as guardduty=ARN;external-id=…."
  value       = aws_cloudformation_stack.sightline.outputs["GuardDutyRoleArn"]
}
