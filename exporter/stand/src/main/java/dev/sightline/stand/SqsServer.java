package dev.sightline.stand;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.ActorSystem;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import scala.concurrent.Await;

/**
 * An SQS server on a free loopback port: queues, visibility, redrive to a dead-letter queue and
 * long polling as ElasticMQ speaks them. Queues live in memory and end with the server.
 */
public final class SqsServer implements AutoCloseable {
  /** The region that the queues' ARNs carry. */
  public static final String REGION = "us-east-1";

  /** The account that the queues' URLs and ARNs carry. */
  public static final String ACCOUNT = "000000000000";

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final ActorSystem actors;
  private final SQSRestServer server;
  private final URI endpoint;

  private SqsServer(ActorSystem actors, SQSRestServer server, URI endpoint) {
    this.actors = actors;
    this.server = server;
    this.endpoint = endpoint;
  }

  /**
   * Starts a server without queues and returns when it listens.
   *
   * @throws IllegalStateException if it could not start; nothing stays open then
   */
  public static SqsServer start() {
    ActorSystem actors = ActorSystem.create("stand-sqs", quiet());
    SQSRestServer server = null;
    try {
      server =
          SQSRestServerBuilder.withActorSystem(actors)
              .withInterface("127.0.0.1")
              .withDynamicPort()
              .withAWSRegion(REGION)
              .withAWSAccountId(ACCOUNT)
              .start();
      InetSocketAddress address = server.waitUntilStarted().localAddress();
      return new SqsServer(actors, server, URI.create("http://127.0.0.1:" + address.getPort()));
    } catch (RuntimeException failure) {
      if (server != null) {
        server.stopAndGetFuture().apply();
      }
      terminate(actors);
      throw new IllegalStateException(
          "The SQS server did not start on a loopback port: " + failure.getMessage(), failure);
    }
  }

  /** Where it listens, such as {@code http://127.0.0.1:40123}. Any credentials are accepted. */
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    // Not waited for: a pending long poll would keep it from ending for up to 20 seconds.
    server.stopAndGetFuture().apply();
    terminate(actors);
  }

  /** Pekko's threads would keep the JVM alive, so they are daemons and are ended besides. */
  private static void terminate(ActorSystem actors) {
    try {
      Await.ready(
          actors.terminate(), scala.concurrent.duration.Duration.fromNanos(CLOSE_LIMIT.toNanos()));
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException slow) {
      throw new IllegalStateException(
          "The SQS server did not stop within " + CLOSE_LIMIT.toSeconds() + " seconds.", slow);
    }
  }

  private static Config quiet() {
    return ConfigFactory.parseString(
            """
            pekko {
              daemonic = on
              jvm-shutdown-hooks = off
              loggers = []
              loglevel = OFF
              stdout-loglevel = OFF
              log-dead-letters = off
              coordinated-shutdown.run-by-jvm-shutdown-hook = off
            }
            """)
        .withFallback(ConfigFactory.load());
  }
}
