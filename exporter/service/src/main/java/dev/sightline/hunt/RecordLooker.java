package dev.sightline.hunt;

/** Looks at records of CloudTrail; anything else is foreign to it. */
interface RecordLooker<T> extends Looker<T> {
  @Override
  default Place place(Found found) {
    return found.type() == Found.Type.RECORD
        ? new At(found.time(), found.account())
        : new Foreign();
  }
}
