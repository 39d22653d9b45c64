# Made from the template by make.py: change the template, and make it anew.

output "queue_url" {
  description = "SIGHTLINE_QUEUE_URL."
  value       = aws_cloudformation_stack.sightline.outputs["QueueUrl"]
}

output "queue_arn" {
  description = "What notify.sh tells an existing bucket to notify."
  value       = aws_cloudformation_stack.sightline.outputs["QueueArn"]
}

output "dead_letter_queue_url" {
  description = "Where what cannot be delivered is kept."
  value       = aws_cloudformation_stack.sightline.outputs["DeadLetterQueueUrl"]
}

output "bucket" {
  description = "The trail's bucket."
  value       = aws_cloudformation_stack.sightline.outputs["Bucket"]
}

output "buckets" {
  description = "SIGHTLINE_BUCKETS."
  value       = aws_cloudformation_stack.sightline.outputs["Buckets"]
}

output "quarantine_place" {
  description = "SIGHTLINE_QUARANTINE."
  value       = aws_cloudformation_stack.sightline.outputs["QuarantinePlace"]
}

output "event_bus_arn" {
  description = "HomeBusArn of region.yaml."
  value       = aws_cloudformation_stack.sightline.outputs["EventBusArn"]
}

output "task_role_arn" {
  description = "ExporterRoleArn of member.yaml."
  value       = aws_cloudformation_stack.sightline.outputs["TaskRoleArn"]
}

output "inventory_reader_role_arn" {
  description = "InventoryReaderRoleArn of member.yaml, and the role of the task or machine that runs Steampipe."
  value       = aws_cloudformation_stack.sightline.outputs["InventoryReaderRoleArn"]
}

output "operator_policy_arn" {
  description = "For the role of whoever looks after the quarantine."
  value       = aws_cloudformation_stack.sightline.outputs["OperatorPolicyArn"]
}

output "cluster_name" {
  description = "The ECS cluster."
  value       = aws_cloudformation_stack.sightline.outputs["ClusterName"]
}

output "service_name" {
  description = "The ECS service."
  value       = aws_cloudformation_stack.sightline.outputs["ServiceName"]
}

output "log_group_name" {
  description = "The exporter's log."
  value       = aws_cloudformation_stack.sightline.outputs["LogGroupName"]
}
