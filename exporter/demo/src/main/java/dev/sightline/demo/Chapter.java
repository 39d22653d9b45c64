package dev.sightline.demo;

/** The parts of the story, in the order in which they are told. */
enum Chapter {
  DAILY_WORK("the daily work of five accounts"),
  RECONNAISSANCE("a leaked key looks around"),
  PERSISTENCE("a user, a password and a key of its own"),
  EVASION("logging is stopped"),
  LAUNCH("a port is opened, an instance launched"),
  EXFILTRATION("the instance's role reads the exports"),
  ODD("odd on purpose: unicode, 100 KB, white space");

  private final String title;

  Chapter(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
