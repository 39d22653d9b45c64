# Made from the template by make.py: change the template, and make it anew.

variable "stack_name" {
  description = "The stack's name, by which its resources are named."
  type        = string
  default     = "sightline"

  validation {
    condition     = can(regex("^(?:[A-Za-z][A-Za-z0-9-]{0,127})$", var.stack_name))
    error_message = "StackName must begin with a letter, and have letters, digits and hyphens."
  }
}

variable "tags" {
  description = "Tags of the stack and of everything in it."
  type        = map(string)
  default     = {}
}

variable "hec_url" {
  description = "Where Splunk's HTTP Event Collector listens, such as https://splunk.example.com:8088; several with commas."
  type        = string

  validation {
    condition     = can(regex("^(?:https://[^\\s]+)$", var.hec_url))
    error_message = "HecUrl must be the address of Splunk's HTTP Event Collector and begin with https://, such as https://splunk.example.com:8088."
  }
}

variable "hec_port" {
  description = "The port of that address, opened to the outside in the exporter's security group."
  type        = number
  default     = 8088

  validation {
    condition     = var.hec_port >= 1 && var.hec_port <= 65535
    error_message = "HecPort must be the port in HecUrl, 1 to 65535: 8088 as Splunk ships it, 443 on Splunk Cloud."
  }
}

variable "hec_token_secret_arn" {
  description = "ARN of the Secrets Manager secret whose whole text is HEC's token."
  type        = string

  validation {
    condition     = can(regex("^(?:arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\\d{12}:secret:.+)$", var.hec_token_secret_arn))
    error_message = "HecTokenSecretArn must be the ARN of a secret that holds HEC's token: make it with 'aws secretsmanager create-secret --name sightline/hec-token --secret-string file://hec-token', where the file hec-token, which only you may read, holds the token and nothing else; remove it then."
  }
}

variable "hec_token_key_arn" {
  description = "ARN of the KMS key that encrypts the secret; empty for Secrets Manager's own key."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^(?:(|arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:key/.+))$", var.hec_token_key_arn))
    error_message = "HecTokenKeyArn must be empty or the ARN of a KMS key (not of an alias)."
  }
}

variable "hec_index" {
  description = "Splunk's index for every event; empty for the token's default index."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^(?:(|[a-z0-9_][a-z0-9_-]{0,79}))$", var.hec_index))
    error_message = "HecIndex must be empty or an index's name: lower-case letters, digits, underscores and hyphens."
  }
}

variable "hec_guarantee" {
  description = "indexed: a message is deleted when Splunk's indexer has acknowledged its events. accepted: when HEC answered 200 (Splunk Cloud)."
  type        = string
  default     = "indexed"

  validation {
    condition     = contains(["indexed", "accepted"], var.hec_guarantee)
    error_message = "HecGuarantee must be one of indexed, accepted."
  }
}

variable "trail_bucket" {
  description = "The bucket into which the organization's trail writes; empty to make a new one in this account and region."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^(?:(|[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]))$", var.trail_bucket))
    error_message = "TrailBucket must be empty (a bucket is made) or a bucket's name: no s3://, no ARN, no folder."
  }
}

variable "trail_bucket_account" {
  description = "The account that owns TrailBucket; empty for this account."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^(?:(|\\d{12}))$", var.trail_bucket_account))
    error_message = "TrailBucketAccount must be empty or the 12 digits of the account that owns TrailBucket."
  }
}

variable "trail_prefix" {
  description = "Below which prefix the trail's objects lie in the bucket."
  type        = string
  default     = "AWSLogs/"

  validation {
    condition     = can(regex("^(?:[^/*?\\s][^*?\\s]*/)$", var.trail_prefix)) && length(var.trail_prefix) >= 1
    error_message = "TrailPrefix must be the folder of the trail's objects and end with a slash: AWSLogs/, or prefix/AWSLogs/ where the trail has a prefix."
  }
}

variable "trail_key_arn" {
  description = "ARN of the KMS key with which the trail encrypts its objects; empty where it uses none."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^(?:(|arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:key/.+))$", var.trail_key_arn))
    error_message = "TrailKeyArn must be empty or the ARN of a KMS key (not of an alias)."
  }
}

variable "trail_topic_arn" {
  description = "An SNS topic of this region that already announces the trail's objects (CloudTrail's own, or the bucket's); empty where the bucket notifies the queue itself."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^(?:(|arn:aws[a-z-]*:sns:[a-z0-9-]+:\\d{12}:.+))$", var.trail_topic_arn))
    error_message = "TrailTopicArn must be empty or the ARN of an SNS topic in this region."
  }
}

variable "trail_name" {
  description = "For a new bucket, the name of the organization's trail that may write into it."
  type        = string
  default     = "organization"

  validation {
    condition     = length(var.trail_name) >= 3
    error_message = "TrailName must be the name of the trail that writes into the new bucket, at least 3 characters."
  }
}

variable "management_account" {
  description = "For a new bucket, the organization's management account, which owns the trail."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^(?:(|\\d{12}))$", var.management_account))
    error_message = "ManagementAccount must be the 12 digits of the organization's management account; it may be empty only where TrailBucket is given."
  }
}

variable "organization_id" {
  description = "The organization whose accounts may write to the trail bucket and to the event bus ('aws organizations describe-organization')."
  type        = string

  validation {
    condition     = can(regex("^(?:o-[a-z0-9]{10,32})$", var.organization_id))
    error_message = "OrganizationId must be the organization's id, such as o-exampleorgid: 'aws organizations describe-organization' tells it."
  }
}

variable "image" {
  description = "The exporter's image, with its tag or digest, such as 111122223333.dkr.ecr.eu-central-1.amazonaws.com/sightline:0.1.0."
  type        = string

  validation {
    condition     = can(regex("^(?:[^\\s]+[:@][^\\s/]+)$", var.image))
    error_message = "Image must name the exporter's image with its tag or digest, such as 111122223333.dkr.ecr.eu-central-1.amazonaws.com/sightline:0.1.0."
  }
}

variable "architecture" {
  description = "The processor for which the image was built."
  type        = string
  default     = "X86_64"

  validation {
    condition     = contains(["X86_64", "ARM64"], var.architecture)
    error_message = "Architecture must be one of X86_64, ARM64."
  }
}

variable "vpc_id" {
  description = "The VPC in which the exporter runs."
  type        = string
}

variable "subnet_ids" {
  description = "Two or more subnets of that VPC from which AWS's APIs and Splunk can be reached."
  type        = list(string)
}

variable "assign_public_ip" {
  description = "DISABLED for subnets behind a NAT gateway or with VPC endpoints; ENABLED for public subnets."
  type        = string
  default     = "DISABLED"

  validation {
    condition     = contains(["ENABLED", "DISABLED"], var.assign_public_ip)
    error_message = "AssignPublicIp must be one of ENABLED, DISABLED."
  }
}

variable "task_cpu" {
  description = "Processor of a task, 1024 for one vCPU."
  type        = string
  default     = "1024"

  validation {
    condition     = contains(["256", "512", "1024", "2048", "4096"], var.task_cpu)
    error_message = "TaskCpu must be one of 256, 512, 1024, 2048, 4096."
  }
}

variable "task_memory" {
  description = "Memory of a task in MiB; Fargate takes only some for each processor size."
  type        = string
  default     = "2048"

  validation {
    condition     = contains(["512", "1024", "2048", "4096", "8192"], var.task_memory)
    error_message = "TaskMemory must be one of 512, 1024, 2048, 4096, 8192."
  }
}

variable "minimum_tasks" {
  description = "Tasks that always run; with two, one carries on while the other is replaced."
  type        = number
  default     = 2

  validation {
    condition     = var.minimum_tasks >= 1
    error_message = "MinimumTasks must be at least 1: with none, nobody notices that messages wait."
  }
}

variable "maximum_tasks" {
  description = "Tasks at most; also what an outage of Splunk costs, since the backlog grows then."
  type        = number
  default     = 8

  validation {
    condition     = var.maximum_tasks >= 1
    error_message = "MaximumTasks must be at least 1, and not less than MinimumTasks."
  }
}

variable "backlog_per_task" {
  description = "Visible messages for each running task that the service aims at."
  type        = number
  default     = 500

  validation {
    condition     = var.backlog_per_task >= 10
    error_message = "BacklogPerTask must be at least 10 messages for each task."
  }
}

variable "oldest_message_seconds" {
  description = "When the oldest message is older than this, tasks are added whatever the backlog."
  type        = number
  default     = 900

  validation {
    condition     = var.oldest_message_seconds >= 60 && var.oldest_message_seconds <= 604800
    error_message = "OldestMessageSeconds must be 60 to 604800 (7 days)."
  }
}

variable "queue_encryption" {
  description = "sqs: keys that SQS manages. kms: a KMS key of your own, made here, that S3, SNS and EventBridge may use."
  type        = string
  default     = "sqs"

  validation {
    condition     = contains(["sqs", "kms"], var.queue_encryption)
    error_message = "QueueEncryption must be one of sqs, kms."
  }
}

variable "quarantine" {
  description = "Where to keep what cannot be delivered. queue: the dead-letter queue. bucket: a bucket made here, where entries keep their payload whole and do not expire after 14 days."
  type        = string
  default     = "queue"

  validation {
    condition     = contains(["queue", "bucket"], var.quarantine)
    error_message = "Quarantine must be one of queue, bucket."
  }
}

variable "log_retention_days" {
  description = "How long the exporter's own log is kept, in days."
  type        = number
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.log_retention_days)
    error_message = "LogRetentionDays must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731."
  }
}

variable "guard_duty_poll" {
  description = "How often to ask GuardDuty's API for findings that came by no other way, such as 15m, or off."
  type        = string
  default     = "off"

  validation {
    condition     = can(regex("^(?:(off|[1-9][0-9]*[smh]))$", var.guard_duty_poll))
    error_message = "GuardDutyPoll must be off or a time such as 15m."
  }
}

variable "roles" {
  description = "Roles to assume, as SIGHTLINE_ROLES takes them, such as guardduty=arn:aws:iam::444455556666:role/sightline-guardduty;external-id=x7; empty for none."
  type        = string
  default     = ""
}

variable "guard_duty_role" {
  description = "Name of the role for GuardDuty's API that member.yaml makes; the exporter may assume roles of this name and no others."
  type        = string
  default     = "sightline-guardduty"

  validation {
    condition     = can(regex("^(?:[\\w+=,.@-]{1,64})$", var.guard_duty_role))
    error_message = "GuardDutyRole must be the name (not the ARN) that member.yaml was given."
  }
}

variable "inventory_role" {
  description = "Name of the role in each member account that member.yaml makes; Steampipe may assume roles of this name and no others."
  type        = string
  default     = "sightline-inventory"

  validation {
    condition     = can(regex("^(?:[\\w+=,.@-]{1,64})$", var.inventory_role))
    error_message = "InventoryRole must be the name (not the ARN) that member.yaml was given."
  }
}

variable "steampipe_service" {
  description = "Where Steampipe runs, which is who may take the inventory's role."
  type        = string
  default     = "ecs-tasks"

  validation {
    condition     = contains(["ecs-tasks", "ec2"], var.steampipe_service)
    error_message = "SteampipeService must be one of ecs-tasks, ec2."
  }
}

variable "regional_queue_urls" {
  description = "URLs of queues that region.yaml made in other regions (GovCloud and China), with commas between them; empty elsewhere."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^(?:(|https://[^\\s]+))$", var.regional_queue_urls))
    error_message = "RegionalQueueUrls must be empty or the QueueUrl outputs of the region stacks, with commas and no spaces."
  }
}

variable "guard_duty_events" {
  description = "Take GuardDuty's findings from the event bus."
  type        = string
  default     = "ENABLED"

  validation {
    condition     = contains(["ENABLED", "DISABLED"], var.guard_duty_events)
    error_message = "GuardDutyEvents must be one of ENABLED, DISABLED."
  }
}

variable "security_hub_events" {
  description = "Take Security Hub's findings, every update of each (many)."
  type        = string
  default     = "DISABLED"

  validation {
    condition     = contains(["ENABLED", "DISABLED"], var.security_hub_events)
    error_message = "SecurityHubEvents must be one of ENABLED, DISABLED."
  }
}

variable "macie_events" {
  description = "Take Macie's findings."
  type        = string
  default     = "ENABLED"

  validation {
    condition     = contains(["ENABLED", "DISABLED"], var.macie_events)
    error_message = "MacieEvents must be one of ENABLED, DISABLED."
  }
}

variable "health_events" {
  description = "Take AWS Health's events (abuse reports, security notices)."
  type        = string
  default     = "ENABLED"

  validation {
    condition     = contains(["ENABLED", "DISABLED"], var.health_events)
    error_message = "HealthEvents must be one of ENABLED, DISABLED."
  }
}

variable "alarm_events" {
  description = "Take changes of CloudWatch alarms."
  type        = string
  default     = "DISABLED"

  validation {
    condition     = contains(["ENABLED", "DISABLED"], var.alarm_events)
    error_message = "AlarmEvents must be one of ENABLED, DISABLED."
  }
}

variable "sign_in_events" {
  description = "Take console sign-ins, minutes before the trail has them."
  type        = string
  default     = "ENABLED"

  validation {
    condition     = contains(["ENABLED", "DISABLED"], var.sign_in_events)
    error_message = "SignInEvents must be one of ENABLED, DISABLED."
  }
}

variable "alarm_topic_arn" {
  description = "The SNS topic that tells a person of the alarms; empty for alarms that nobody is told of."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^(?:(|arn:aws[a-z-]*:sns:[a-z0-9-]+:\\d{12}:.+))$", var.alarm_topic_arn))
    error_message = "AlarmTopicArn must be empty or the ARN of an SNS topic in this region."
  }
}
