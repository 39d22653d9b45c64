# Made from the template by make.py: change the template, and make it anew.

variable "stack_name" {
  description = "The stack's name, by which its resources are named."
  type        = string
  default     = "sightline-events"

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

variable "delivery" {
  description = "bus: to the event bus of the home stack. queue: into a queue that is made in this region, whose URL the exporter is given."
  type        = string
  default     = "bus"

  validation {
    condition     = contains(["bus", "queue"], var.delivery)
    error_message = "Delivery must be one of bus, queue."
  }
}

variable "home_bus_arn" {
  description = "Output EventBusArn of the home stack; empty where Delivery is queue."
  type        = string

  validation {
    condition     = can(regex("^(?:(|arn:aws[a-z-]*:events:[a-z0-9-]+:\\d{12}:event-bus/.+))$", var.home_bus_arn))
    error_message = "HomeBusArn must be the output EventBusArn of the home stack, such as arn:aws:events:eu-central-1:111122223333:event-bus/sightline."
  }
}

variable "guard_duty_events" {
  description = "GuardDuty's findings. The delegated administrator's account has those of all members."
  type        = string
  default     = "ENABLED"

  validation {
    condition     = contains(["ENABLED", "DISABLED"], var.guard_duty_events)
    error_message = "GuardDutyEvents must be one of ENABLED, DISABLED."
  }
}

variable "security_hub_events" {
  description = "Security Hub's findings, every update of each (many)."
  type        = string
  default     = "DISABLED"

  validation {
    condition     = contains(["ENABLED", "DISABLED"], var.security_hub_events)
    error_message = "SecurityHubEvents must be one of ENABLED, DISABLED."
  }
}

variable "macie_events" {
  description = "Macie's findings. The delegated administrator's account has those of all members."
  type        = string
  default     = "ENABLED"

  validation {
    condition     = contains(["ENABLED", "DISABLED"], var.macie_events)
    error_message = "MacieEvents must be one of ENABLED, DISABLED."
  }
}

variable "health_events" {
  description = "AWS Health's events, of the account in which the stack is."
  type        = string
  default     = "ENABLED"

  validation {
    condition     = contains(["ENABLED", "DISABLED"], var.health_events)
    error_message = "HealthEvents must be one of ENABLED, DISABLED."
  }
}

variable "alarm_events" {
  description = "Changes of CloudWatch alarms, of the account in which the stack is."
  type        = string
  default     = "DISABLED"

  validation {
    condition     = contains(["ENABLED", "DISABLED"], var.alarm_events)
    error_message = "AlarmEvents must be one of ENABLED, DISABLED."
  }
}

variable "sign_in_events" {
  description = "Console sign-ins, of the account in which the stack is."
  type        = string
  default     = "ENABLED"

  validation {
    condition     = contains(["ENABLED", "DISABLED"], var.sign_in_events)
    error_message = "SignInEvents must be one of ENABLED, DISABLED."
  }
}

variable "alarm_topic_arn" {
  description = "The SNS topic of this region that tells a person of the alarm; empty for an alarm that nobody is told of."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^(?:(|arn:aws[a-z-]*:sns:[a-z0-9-]+:\\d{12}:.+))$", var.alarm_topic_arn))
    error_message = "AlarmTopicArn must be empty or the ARN of an SNS topic in this region (a StackSet takes one for each region by --parameter-overrides)."
  }
}
