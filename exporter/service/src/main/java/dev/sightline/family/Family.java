package dev.sightline.family;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A family of what AWS writes, by what it tells and not by how it came. */
public enum Family {
  /** Calls and events of a trail: management, data, network activity, aggregated. */
  CLOUDTRAIL("records of CloudTrail", Treatment.CARRY),
  /** Unusual numbers of calls. */
  CLOUDTRAIL_INSIGHT("Insights events of CloudTrail", Treatment.CARRY),
  /**
   * What a trail signs of its own files: it says nothing of what happened, and cannot be carried.
   */
  CLOUDTRAIL_DIGEST("digests of CloudTrail", Treatment.IGNORE),
  /** Findings, by whichever way. */
  GUARDDUTY("findings of GuardDuty", Treatment.CARRY),
  /** Flow logs of VPCs, subnets and interfaces. */
  VPC_FLOW_LOG("VPC flow logs", Treatment.CARRY),
  /** Flow logs of transit gateways. */
  TRANSIT_GATEWAY_FLOW_LOG("transit gateway flow logs", Treatment.CARRY),
  /** DNS queries. */
  RESOLVER_QUERY("queries that Route 53 Resolver logged", Treatment.CARRY),
  /** Whatever else comes by EventBridge: Security Hub, Macie, Health, alarms. */
  EVENTBRIDGE("other events of EventBridge", Treatment.CARRY),
  /** Configuration items as they change. */
  CONFIG_HISTORY("configuration history of AWS Config", Treatment.IGNORE),
  /** All configuration items of an account and region at one time. */
  CONFIG_SNAPSHOT("configuration snapshots of AWS Config", Treatment.IGNORE),
  /** What Config tells by its topic. */
  CONFIG_NOTIFICATION("notifications of AWS Config", Treatment.IGNORE),
  /** Access, connection and health check logs. */
  APPLICATION_LOAD_BALANCER("logs of application load balancers", Treatment.IGNORE),
  /** TLS access logs. */
  NETWORK_LOAD_BALANCER("logs of network load balancers", Treatment.IGNORE),
  /** Access logs of the first generation. */
  CLASSIC_LOAD_BALANCER("logs of classic load balancers", Treatment.IGNORE),
  /** Server access logs. */
  S3_ACCESS("access logs of S3", Treatment.IGNORE),
  /** Standard logs of either version. */
  CLOUDFRONT("logs of CloudFront", Treatment.IGNORE),
  /** Web requests that AWS WAF looked at. */
  WAF("logs of AWS WAF", Treatment.IGNORE),
  /** Alerts, flows and TLS of firewalls. */
  NETWORK_FIREWALL("logs of AWS Network Firewall", Treatment.IGNORE),
  /** What Shield Advanced tells of attacks. */
  SHIELD("logs of AWS Shield", Treatment.IGNORE),
  /** Calls of the Kubernetes API of a cluster. */
  EKS_AUDIT("audit logs of EKS", Treatment.IGNORE),
  /** What else a cluster's control plane says, for whoever runs it; it cannot be carried. */
  EKS_CONTROL_PLANE("other logs of EKS's control plane", Treatment.IGNORE),
  /** OCSF in Parquet: another shape of what the trail itself has, which cannot be carried. */
  SECURITY_LAKE("OCSF of Security Lake, in Parquet", Treatment.IGNORE);

  private final String words;
  private final Treatment otherwise;

  Family(String words, Treatment otherwise) {
    this.words = words;
    this.otherwise = otherwise;
  }

  /** What it is, for people. */
  public String words() {
    return words;
  }

  /** What becomes of it where nobody says. */
  public Treatment otherwise() {
    return otherwise;
  }

  /** Its name in settings, rules and metrics, such as {@code vpc-flow-log}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether there is a way to carry it. */
  public boolean isCarriable() {
    return this != CLOUDTRAIL_DIGEST && this != EKS_CONTROL_PLANE && this != SECURITY_LAKE;
  }

  /** The family of that name. */
  public static Optional<Family> of(String id) {
    return Arrays.stream(values()).filter(family -> family.id().equals(id)).findFirst();
  }
}
