package dev.sightline.demo;

import java.time.Duration;

/**
 * What an analyst should find: the names that the incident leaves in the records. Searches that
 * look for the incident are written against these. Addresses are the ones reserved for
 * documentation; key ids have the prefix of real ones and not their length.
 */
final class IncidentFacts {
  /** The account in which all of it happens. */
  static final Account ACCOUNT = Account.PAYMENTS;

  /** The user whose key leaked; it deploys from {@link #USUAL_ADDRESS} every day. */
  static final String LEAKED_USER = "release-bot";

  static final String LEAKED_KEY_ID = "AKIAEXAMPLELEAKED";

  /** Where the leaked key is used by those who own it. */
  static final String USUAL_ADDRESS = "192.0.2.24";

  /** Where the leaked key is used by those who do not. */
  static final String FOREIGN_ADDRESS = "203.0.113.66";

  static final String FOREIGN_AGENT =
      "aws-cli/2.22.7 md/awscrt#0.22.0 ua/2.0 os/linux#6.11.2-amd64 md/arch#x86_64"
          + " lang/python#3.12.6 md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe"
          + " md/distrib#kali.2024";

  /** The user that is made to stay. */
  static final String CREATED_USER = "backup-operator";

  static final String CREATED_KEY_ID = "AKIAEXAMPLEBACKUP";
  static final String ATTACHED_POLICY = "arn:aws:iam::aws:policy/AdministratorAccess";

  /** The account's own trail, which is stopped; the organization's goes on and tells the story. */
  static final String STOPPED_TRAIL = "payments-audit";

  /** The organization's trail: its deletion is tried, and denied. */
  static final String ORGANIZATION_TRAIL = "organization-trail";

  /** Opened to the whole world on {@link #OPENED_PORT}. */
  static final String SECURITY_GROUP = "sg-0f1e2d3c4b5a69788";

  static final int OPENED_PORT = 22;

  /** Launched where the organization has never been. */
  static final Region LAUNCH_REGION = Region.SYDNEY;

  static final String INSTANCE = "i-0bad0c0ffee012345";

  /** Asked for first, and refused by the account's limit. */
  static final String REFUSED_INSTANCE_TYPE = "p5.48xlarge";

  static final String INSTANCE_TYPE = "t3.medium";

  /** The role that the instance is given; its session's name is the instance's id. */
  static final String INSTANCE_ROLE = "payments-exporter";

  /** Where the instance itself speaks from. */
  static final String INSTANCE_ADDRESS = "198.51.100.77";

  static final String INSTANCE_SESSION_KEY_ID = "ASIAEXAMPLEINST";

  /** Read object by object: first from the instance, then with its credentials from outside. */
  static final String READ_BUCKET = "payments-prod-exports";

  /** How many objects are read. */
  static final int READ_OBJECTS = 180;

  /** From the beginning of the story's day to the leaked key's first call. */
  static final Duration BEGINS = Duration.ofHours(9).plusMinutes(12).plusSeconds(4);

  private IncidentFacts() {}
}
