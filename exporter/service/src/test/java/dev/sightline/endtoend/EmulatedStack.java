package dev.sightline.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * What the CloudFormation templates made in an emulator of AWS, as {@code exporter/aws/run.sh} has
 * written it down, and ways to put something into it.
 */
final class EmulatedStack implements AutoCloseable {
  private final JsonNode json;
  private final URI endpoint;
  private final S3Client s3;
  private final SqsClient sqs;
  private final HttpClient http = HttpClient.newHttpClient();

  private EmulatedStack(JsonNode json) {
    this.json = json;
    this.endpoint = URI.create(json.get("endpoint").asText());
    StaticCredentialsProvider administrator =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(
                json.at("/administrator/0").asText(), json.at("/administrator/1").asText()));
    Region home = Region.of(json.get("homeRegion").asText());
    s3 =
        S3Client.builder()
            .endpointOverride(endpoint)
            .region(home)
            .credentialsProvider(administrator)
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .forcePathStyle(true)
            .build();
    sqs =
        SqsClient.builder()
            .endpointOverride(endpoint)
            .region(home)
            .credentialsProvider(administrator)
            .build();
  }

  static EmulatedStack read(Path file) throws IOException {
    return new EmulatedStack(new ObjectMapper().readTree(file.toFile()));
  }

  /** An output of the home stack. */
  String output(String name) {
    return json.get("outputs").get(name).asText();
  }

  String account() {
    return json.get("account").asText();
  }

  /** The environment that the task definition gives the exporter, and where the emulator is. */
  Map<String, Object> environment() {
    Map<String, Object> environment = new HashMap<>();
    json.get("environment")
        .properties()
        .forEach(entry -> environment.put(entry.getKey(), entry.getValue().asText()));
    environment.put("AWS_ENDPOINT_URL", endpoint.toString());
    return environment;
  }

  /** The credentials of the exporter's role. */
  Map<String, Object> roleCredentials() {
    Map<String, Object> environment = new HashMap<>();
    json.get("credentials")
        .properties()
        .forEach(entry -> environment.put(entry.getKey(), entry.getValue().asText()));
    return environment;
  }

  /** What the template allows the exporter's role to do. */
  List<String> actions() {
    return json.get("actions").valueStream().map(JsonNode::asText).toList();
  }

  /** Stores an object; whether the queue hears of it is the bucket's matter. */
  void put(String key, byte[] content) {
    s3.putObject(
        request -> request.bucket(output("Bucket")).key(key), RequestBody.fromBytes(content));
  }

  /** An event on the bus of the other region's, as AWS's services send theirs. */
  void putEventInOtherRegion(String source, String detailType, String detail)
      throws IOException, InterruptedException {
    String event =
        new ObjectMapper()
            .createObjectNode()
            .put("Source", source)
            .put("DetailType", detailType)
            .put("Detail", detail)
            .toString();
    post(
        "events",
        json.get("otherRegion").asText(),
        "AWSEvents.PutEvents",
        "application/x-amz-json-1.1",
        "{\"Entries\":[" + event + "]}");
  }

  /**
   * From now on the role may do these actions and nothing else, on whatever resource: the emulator
   * tells no resources apart.
   */
  void allow(List<String> actions) throws IOException, InterruptedException {
    enforce(false);
    String document =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Resource\":\"*\","
            + "\"Action\":["
            + actions.stream().map(one -> "\"" + one + "\"").collect(Collectors.joining(","))
            + "]}]}";
    for (JsonNode policy : json.get("policies")) {
      post(
          "iam",
          "us-east-1",
          "",
          "application/x-www-form-urlencoded",
          "Action=PutRolePolicy&Version=2010-05-08&RoleName="
              + json.get("role").asText()
              + "&PolicyName="
              + policy.asText()
              + "&PolicyDocument="
              + URLEncoder.encode(document, StandardCharsets.UTF_8));
    }
    enforce(true);
  }

  /** Whether the emulator looks at who asks. */
  void enforce(boolean on) throws IOException, InterruptedException {
    send(
        HttpRequest.newBuilder(endpoint.resolve("/moto-api/reset-auth"))
            .POST(HttpRequest.BodyPublishers.ofString(on ? "0" : "inf"))
            .build());
  }

  /** Messages in a queue, visible or not. */
  int messages(String url) {
    Map<QueueAttributeName, String> attributes =
        sqs.getQueueAttributes(
                request -> request.queueUrl(url).attributeNames(QueueAttributeName.ALL))
            .attributes();
    return Integer.parseInt(attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
        + Integer.parseInt(
            attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
  }

  private void post(String service, String region, String target, String type, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint)
            .header("Content-Type", type)
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=key/20260101/"
                    + region
                    + "/"
                    + service
                    + "/aws4_request, SignedHeaders=host, Signature=0")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (!target.isEmpty()) {
      request.header("X-Amz-Target", target);
    }
    send(request.build());
  }

  private void send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("The emulator answered " + answer.statusCode() + ": " + answer.body());
    }
  }

  @Override
  public void close() {
    s3.close();
    sqs.close();
    http.close();
  }
}
