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
  template_body = file("${path.module}/../../sightline.yaml")
  capabilities  = ["CAPABILITY_NAMED_IAM"]
  tags          = var.tags

  parameters = {
    HecUrl               = var.hec_url
    HecPort              = tostring(var.hec_port)
    HecTokenSecretArn    = var.hec_token_secret_arn
    HecTokenKeyArn       = var.hec_token_key_arn
    HecIndex             = var.hec_index
    HecGuarantee         = var.hec_guarantee
    TrailBucket          = var.trail_bucket
    TrailBucketAccount   = var.trail_bucket_account
    TrailPrefix          = var.trail_prefix
    TrailKeyArn          = var.trail_key_arn
    TrailTopicArn        = var.trail_topic_arn
    TrailName            = var.trail_name
    ManagementAccount    = var.management_account
    OrganizationId       = var.organization_id
    Image                = var.image
    Architecture         = var.architecture
    VpcId                = var.vpc_id
    SubnetIds            = join(",", var.subnet_ids)
    AssignPublicIp       = var.assign_public_ip
    TaskCpu              = var.task_cpu
    TaskMemory           = var.task_memory
    MinimumTasks         = tostring(var.minimum_tasks)
    MaximumTasks         = tostring(var.maximum_tasks)
    BacklogPerTask       = tostring(var.backlog_per_task)
    OldestMessageSeconds = tostring(var.oldest_message_seconds)
    QueueEncryption      = var.queue_encryption
    Quarantine           = var.quarantine
    LogRetentionDays     = tostring(var.log_retention_days)
    GuardDutyPoll        = var.guard_duty_poll
    Roles                = var.roles
    GuardDutyRole        = var.guard_duty_role
    InventoryRole        = var.inventory_role
    SteampipeService     = var.steampipe_service
    RegionalQueueUrls    = var.regional_queue_urls
    GuardDutyEvents      = var.guard_duty_events
    SecurityHubEvents    = var.security_hub_events
    MacieEvents          = var.macie_events
    HealthEvents         = var.health_events
    AlarmEvents          = var.alarm_events
    SignInEvents         = var.sign_in_events
    AlarmTopicArn        = var.alarm_topic_arn
  }
}
