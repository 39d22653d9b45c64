# Made from the template by make.py: change the template, and make it anew.

output "bus_dead_letter_queue_url" {
  description = "Where events are kept that the home bus did not take."
  value       = aws_cloudformation_stack.sightline.outputs["BusDeadLetterQueueUrl"]
}

output "queue_url" {
  description = "One of RegionalQueueUrls of the home stack."
  value       = aws_cloudformation_stack.sightline.outputs["QueueUrl"]
}

output "queue_arn" {
  description = "The queue of this region."
  value       = aws_cloudformation_stack.sightline.outputs["QueueArn"]
}
