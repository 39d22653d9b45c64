-- Was data taken from S3: objects that an identity read, by bucket and address.
-- Runs on the table that CloudTrail's console makes for a trail's bucket ("Create Athena table"), where data events stay out of Splunk.
-- Replace the table, the ARN and the two days. Restrict by partition where the table has any: Athena bills what it reads.
SELECT
  COALESCE(useridentity.sessioncontext.sessionissuer.arn, useridentity.arn) AS principal,
  json_extract_scalar(requestparameters, '$.bucketName') AS bucket,
  sourceipaddress AS address,
  COUNT(DISTINCT json_extract_scalar(requestparameters, '$.key')) AS objects,
  SUM(CAST(json_extract_scalar(additionaleventdata, '$.bytesTransferredOut') AS double)) AS bytes,
  MIN(eventtime) AS first_seen,
  MAX(eventtime) AS last_seen
FROM cloudtrail_logs
WHERE eventsource = 's3.amazonaws.com'
  AND eventname IN ('GetObject', 'CopyObject', 'SelectObjectContent', 'GetObjectTorrent')
  AND errorcode IS NULL
  AND eventtime BETWEEN '2026-01-14T00:00:00Z' AND '2026-01-15T00:00:00Z'
  AND COALESCE(useridentity.sessioncontext.sessionissuer.arn, useridentity.arn) = 'arn:aws:iam::111122223333:role/deploy'
GROUP BY 1, 2, 3
ORDER BY bytes DESC;
