package dev.sightline.demo;

/** The accounts of the story's organization. */
enum Account {
  /** Where the money is, and where the incident happens. */
  PAYMENTS("111122223333", "payments-prod"),
  /** Its id begins with a zero, which is lost wherever somebody takes it for a number. */
  SANDBOX("012345678910", "sandbox"),
  /** Holds the bucket of the organization's trail. */
  LOG_ARCHIVE("444455556666", "log-archive"),
  SECURITY("777788889999", "security"),
  SHARED_SERVICES("222233334444", "shared-services");

  /** The organization that owns them. */
  static final String ORGANIZATION = "o-exampleorgid";

  private final String id;
  private final String label;

  Account(String id, String label) {
    this.id = id;
    this.label = label;
  }

  /** Twelve digits. */
  String id() {
    return id;
  }

  /** The name that people call it by. */
  String label() {
    return label;
  }

  /** The ARN of a thing in this account that no region owns. */
  String arn(String service, String resource) {
    return "arn:aws:" + service + "::" + id + ":" + resource;
  }

  /** The ARN of a thing in a region of this account. */
  String arn(String service, Region region, String resource) {
    return "arn:aws:" + service + ":" + region.id() + ":" + id + ":" + resource;
  }
}
