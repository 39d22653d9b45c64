package dev.sightline.demo;

/** The regions of the story. */
enum Region {
  /** Where the organization works. */
  FRANKFURT("eu-central-1"),
  /** Where IAM, sign-ins and other global services write their records. */
  VIRGINIA("us-east-1"),
  /** Where the organization has never started anything. */
  SYDNEY("ap-southeast-2");

  private final String id;

  Region(String id) {
    this.id = id;
  }

  /** As AWS writes it. */
  String id() {
    return id;
  }
}
