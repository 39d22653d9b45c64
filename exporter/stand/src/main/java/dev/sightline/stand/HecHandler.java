package dev.sightline.stand;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What stands before the indexers: the load balancer, and the faults of the way back. A request is
 * read, given to an indexer and answered; a fault changes one of these.
 */
final class HecHandler implements HttpHandler {
  private static final String INDEXER = "indexer-";

  private final HecReceiver.Settings settings;
  private final List<HecIndexer> indexers;
  private final HecScript script;
  private final HecTraffic traffic;
  private final AtomicInteger turn = new AtomicInteger();

  HecHandler(
      HecReceiver.Settings settings,
      List<HecIndexer> indexers,
      HecScript script,
      HecTraffic traffic) {
    this.settings = settings;
    this.indexers = indexers;
    this.script = script;
    this.traffic = traffic;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      HecRequest request = HecRequest.read(exchange, settings.maxContentLength());
      traffic.arrived(request);
      HecIndexer indexer = route(exchange, request);
      HecScript.Plan plan = script.plan(request.kind(), indexer.number());
      HecAnswer answer = answer(request, indexer, plan);
      traffic.answered(request, indexer.number(), answer);
      if (answer != null) {
        send(
            exchange,
            answer,
            plan.fault() instanceof HecFault.CutsAnswer(int bytes) ? bytes : Integer.MAX_VALUE);
      }
    } catch (InterruptedException closing) {
      // The receiver closes: the connection ends without an answer.
      Thread.currentThread().interrupt();
    }
  }

  /** The indexer that the cookie names, else the next one in turn. */
  private HecIndexer route(HttpExchange exchange, HecRequest request) {
    String sticky = settings.stickyCookie();
    if (sticky != null) {
      String cookie = request.cookie(sticky);
      for (HecIndexer indexer : indexers) {
        if ((INDEXER + indexer.number()).equals(cookie)) {
          return indexer;
        }
      }
    }
    HecIndexer next = indexers.get(Math.floorMod(turn.getAndIncrement(), indexers.size()));
    if (sticky != null) {
      exchange
          .getResponseHeaders()
          .add("Set-Cookie", sticky + "=" + INDEXER + next.number() + "; Path=/; HttpOnly");
    }
    return next;
  }

  /** Returns the answer, or null where the connection ends without one. */
  private @Nullable HecAnswer answer(HecRequest request, HecIndexer indexer, HecScript.Plan plan)
      throws InterruptedException {
    return switch (plan.fault()) {
      case HecFault.Answers(HecAnswer answer, HecFault.Effect effect) -> {
        if (effect == HecFault.Effect.TAKEN) {
          indexer.serve(request, plan);
        }
        yield answer;
      }
      case HecFault.Closes(HecFault.Effect effect) -> {
        if (effect == HecFault.Effect.TAKEN) {
          indexer.serve(request, plan);
        }
        yield null;
      }
      case HecFault.NeverAnswers(HecFault.Effect effect) -> {
        if (effect == HecFault.Effect.TAKEN) {
          indexer.serve(request, plan);
        }
        script.awaitHealing(plan);
        yield null;
      }
      case HecFault.Delays(var delay) -> {
        HecAnswer answer = indexer.serve(request, plan);
        Thread.sleep(delay);
        yield answer;
      }
      case null -> indexer.serve(request, plan);
      case HecFault.Warns _,
          HecFault.CutsAnswer _,
          HecFault.OmitsAckId _,
          HecFault.RepeatsAckId _,
          HecFault.NeverIndexes _,
          HecFault.DropsAfterAck _,
          HecFault.TakesOnly _,
          HecFault.RefusesEvents _ ->
          indexer.serve(request, plan);
    };
  }

  private static void send(HttpExchange exchange, HecAnswer answer, int limit) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", answer.contentType());
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      // Not closed here: closing the exchange ends the connection where the body was cut.
      OutputStream out = exchange.getResponseBody();
      out.write(body, 0, Math.min(limit, body.length));
      out.flush();
    }
  }
}
