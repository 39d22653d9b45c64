package dev.sightline.hec;

import java.net.URI;

/** Told what happens to requests, for counting; must not block. */
public interface HecObserver {

  /** A request with events ended. */
  void attempted(URI endpoint, Batch batch, Delivery delivery);

  /** The ack endpoint was asked. */
  void polled(URI endpoint);

  /** Some events were sent again because nothing confirmed them. */
  void resent(int events);

  /** Counts nothing. */
  HecObserver NONE =
      new HecObserver() {
        @Override
        public void attempted(URI endpoint, Batch batch, Delivery delivery) {}

        @Override
        public void polled(URI endpoint) {}

        @Override
        public void resent(int events) {}
      };
}
