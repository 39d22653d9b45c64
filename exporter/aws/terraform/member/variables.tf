# Made from the template by make.py: change the template, and make it anew.

variable "stack_name" {
  description = "The stack's name, by which its resources are named."
  type        = string
  default     = "sightline-member"

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

variable "inventory_reader_role_arn" {
  description = "Output InventoryReaderRoleArn of the home stack."
  type        = string

  validation {
    condition     = can(regex("^(?:arn:aws[a-z-]*:iam::\\d{12}:role/.+)$", var.inventory_reader_role_arn))
    error_message = "InventoryReaderRoleArn must be the output InventoryReaderRoleArn of the home stack."
  }
}

variable "exporter_role_arn" {
  description = "Output TaskRoleArn of the home stack."
  type        = string

  validation {
    condition     = can(regex("^(?:arn:aws[a-z-]*:iam::\\d{12}:role/.+)$", var.exporter_role_arn))
    error_message = "ExporterRoleArn must be the output TaskRoleArn of the home stack."
  }
}

variable "external_id" {
  description = "What both must name as well; any text that you choose, the same in every account."
  type        = string

  validation {
    condition     = can(regex("^(?:[\\w+=,.@:/-]+)$", var.external_id)) && length(var.external_id) >= 8 && length(var.external_id) <= 1224
    error_message = "ExternalId must be 8 or more letters, digits and characters of +=,.@:/- that you choose once: 'openssl rand -hex 16' makes one."
  }
}

variable "management_account" {
  description = "The organization's management account, in which the role may also read the organization's accounts."
  type        = string

  validation {
    condition     = can(regex("^(?:\\d{12})$", var.management_account))
    error_message = "ManagementAccount must be the 12 digits of the organization's management account: 'aws organizations describe-organization' tells it."
  }
}

variable "guard_duty_account" {
  description = "The account that administers GuardDuty for the organization; empty where its API is not asked, or is asked with the exporter's own role."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^(?:(|\\d{12}))$", var.guard_duty_account))
    error_message = "GuardDutyAccount must be empty or the 12 digits of GuardDuty's delegated administrator: 'aws guardduty list-organization-admin-accounts' tells it."
  }
}

variable "inventory_role" {
  description = "The role's name, the same in every account."
  type        = string
  default     = "sightline-inventory"

  validation {
    condition     = can(regex("^(?:[\\w+=,.@-]{1,64})$", var.inventory_role))
    error_message = "InventoryRole must be a role's name, not an ARN; the home stack's parameter InventoryRole names the same."
  }
}

variable "guard_duty_role" {
  description = "The role's name in GuardDuty's account."
  type        = string
  default     = "sightline-guardduty"

  validation {
    condition     = can(regex("^(?:[\\w+=,.@-]{1,64})$", var.guard_duty_role))
    error_message = "GuardDutyRole must be a role's name, not an ARN; the home stack's parameter GuardDutyRole names the same."
  }
}
