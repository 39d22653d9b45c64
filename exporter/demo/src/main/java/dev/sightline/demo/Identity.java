package dev.sightline.demo;

/** Who calls. */
sealed interface Identity {

  /** A user of IAM with an access key of its own. */
  record User(Account account, String name, String accessKeyId) implements Identity {}

  /** A user of IAM in the console, with a second factor or without. */
  record ConsoleUser(Account account, String name, boolean secondFactor) implements Identity {}

  /**
   * A session of a role.
   *
   * @param name the session's name
   * @param accessKeyId of its temporary credentials
   * @param onInstance whether an instance hands the credentials out; the name is its id then
   */
  record RoleSession(
      Account account, String role, String name, String accessKeyId, boolean onInstance)
      implements Identity {
    String roleArn() {
      return account.arn("iam", "role/" + role);
    }

    /** The session's own ARN, which leaves out the role's path. */
    String arn() {
      return account.arn("sts", "assumed-role/" + shortRole() + "/" + name);
    }

    /** The role without its path. */
    String shortRole() {
      return role.substring(role.lastIndexOf('/') + 1);
    }
  }

  /**
   * A service of AWS, for itself.
   *
   * @param host such as {@code autoscaling.amazonaws.com}
   */
  record Service(String host) implements Identity {}
}
