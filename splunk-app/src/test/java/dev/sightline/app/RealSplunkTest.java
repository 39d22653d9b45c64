package dev.sightline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.splunk.Args;
import com.splunk.HttpService;
import com.splunk.Job;
import com.splunk.JobArgs;
import com.splunk.Service;
import com.splunk.ServiceArgs;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Installs the app into a real Splunk and runs every search of it, and of its pages, through the
 * Splunk Java SDK. It needs SPLUNK_URL (the management port) and SPLUNK_TOKEN, and is skipped
 * without; with SPLUNK_APP_FILE, the package's path on Splunk's own machine, it installs that
 * first. It has not run where this was written.
 */
class RealSplunkTest {

  @Test
  void every_search_runs_in_splunk() throws IOException {
    String url = System.getenv("SPLUNK_URL");
    assumeTrue(url != null && !url.isBlank(), "SPLUNK_URL names no Splunk");
    Service service = service(URI.create(Objects.requireNonNull(url)));
    String file = System.getenv("SPLUNK_APP_FILE");
    if (file != null && !file.isBlank()) {
      Args install = new Args();
      install.put("name", file);
      install.put("filename", "1");
      install.put("update", "1");
      assertEquals(2, service.post("apps/local", install).getStatus() / 100, "the installation");
    }
    List<String> failed = new ArrayList<>();
    searches()
        .forEach((name, search) -> {
          JobArgs arguments = new JobArgs();
          arguments.setExecutionMode(JobArgs.ExecutionMode.BLOCKING);
          arguments.setEarliestTime("-5m");
          arguments.setLatestTime("now");
          Job job = service.getJobs().create(search, arguments);
          if (job.isFailed()) {
            failed.add(name);
          }
          job.cancel();
        });
    assertEquals(List.of(), failed);
  }

  private static Service service(URI management) {
    HttpService.setValidateCertificates(true);
    ServiceArgs arguments = new ServiceArgs();
    arguments.setScheme(management.getScheme());
    arguments.setHost(management.getHost());
    arguments.setPort(management.getPort() < 0 ? 8089 : management.getPort());
    arguments.setApp(App.ID);
    arguments.setOwner("nobody");
    Service service = new Service(arguments);
    service.setToken("Bearer " + Objects.requireNonNull(System.getenv("SPLUNK_TOKEN")));
    return service;
  }

  /** The saved searches and those of the pages, by name, as a job takes them. */
  private static Map<String, String> searches() throws IOException {
    Built app = Built.read(Archive.of(AppTest.app()));
    Map<String, String> searches = new TreeMap<>();
    app.stanzas("savedsearches")
        .forEach((name, values) ->
            searches.put(
                name, values.getOrDefault("search", "").replaceAll("\\$[a-z_]+\\$", "nobody")));
    PageChecks.definitions(app)
        .forEach((page, definition) ->
            definition
                .path("dataSources")
                .properties()
                .forEach(source ->
                    searches.put(
                        page + " " + source.getKey(),
                        AppTest.filled(source.getValue().at("/options/query").asText()))));
    searches.replaceAll(
        (name, search) -> search.stripLeading().startsWith("|") ? search : "search " + search);
    return searches;
  }
}
