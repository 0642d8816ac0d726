// SPDX-License-Identifier: Apache-2.0
// Calls the suite as a partner's program in Go would. partner.py says where the servers are and what to ask
// them for, in the environment. Prints a line for each step.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	reflection "google.golang.org/grpc/reflection/grpc_reflection_v1alpha"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/descriptorpb"

	indicator "sos/indicator/v1"
	ingestion "sos/ingestion/v1"
	reporting "sos/reporting/v1"
)

const (
	chunk    = 1 << 20 // The servers take at most 2 MiB at once.
	pageSize = 5
	patience = 30 * time.Second
)

// token goes with every call, and over TLS only.
type token string

func (t token) GetRequestMetadata(context.Context, ...string) (map[string]string, error) {
	return map[string]string{"authorization": "Bearer " + string(t)}, nil
}

func (token) RequireTransportSecurity() bool { return true }

// dial opens a channel with TLS, the token, and retries as the service config says. This version of grpc retries
// only with GRPC_GO_RETRY=on in the environment; newer ones always do.
func dial(address string) (*grpc.ClientConn, error) {
	tls, err := credentials.NewClientTLSFromFile(os.Getenv("SOS_TLS_CA"), "")
	if err != nil {
		return nil, err
	}
	config, err := os.ReadFile(os.Getenv("SOS_SERVICE_CONFIG"))
	if err != nil {
		return nil, err
	}
	return grpc.Dial(address, grpc.WithTransportCredentials(tls), grpc.WithPerRPCCredentials(token(os.Getenv("SOS_TOKEN"))),
		grpc.WithDefaultServiceConfig(string(config)))
}

func within(limit time.Duration) context.Context {
	ctx, _ := context.WithTimeout(context.Background(), limit) //nolint:govet // It ends by itself.
	return ctx
}

func discover(connection *grpc.ClientConn) error {
	call, err := reflection.NewServerReflectionClient(connection).ServerReflectionInfo(within(patience))
	if err != nil {
		return err
	}
	const service = "sos.ingestion.v1.IngestionService"
	questions := []*reflection.ServerReflectionRequest{
		{MessageRequest: &reflection.ServerReflectionRequest_ListServices{ListServices: "*"}},
		{MessageRequest: &reflection.ServerReflectionRequest_FileContainingSymbol{FileContainingSymbol: service}},
	}
	found := map[string]bool{}
	for _, question := range questions {
		if err := call.Send(question); err != nil {
			return err
		}
		response, err := call.Recv()
		if err != nil {
			return err
		}
		for _, listed := range response.GetListServicesResponse().GetService() {
			found[listed.GetName()] = true
		}
		for _, bytes := range response.GetFileDescriptorResponse().GetFileDescriptorProto() {
			var file descriptorpb.FileDescriptorProto
			if err := proto.Unmarshal(bytes, &file); err != nil {
				return err
			}
			for _, defined := range file.GetService() {
				for _, method := range defined.GetMethod() {
					found[method.GetName()] = true
				}
			}
		}
	}
	if !found[service] || !found["ListEntities"] {
		return fmt.Errorf("found only %v", found)
	}
	return call.CloseSend()
}

func pages(client ingestion.IngestionServiceClient) error {
	seen := map[string]bool{}
	for next, first := "", true; first || next != ""; first = false {
		page, err := client.ListEntities(within(patience), &ingestion.ListEntitiesRequest{PageSize: pageSize, PageToken: next})
		if err != nil {
			return err
		}
		for _, record := range page.GetEntities() {
			name := record.GetEntity().GetName()
			if seen[name] {
				return fmt.Errorf("%s is listed twice", name)
			}
			seen[name] = true
		}
		next = page.GetNextPageToken()
	}
	if len(seen) <= pageSize {
		return fmt.Errorf("only %d entities", len(seen))
	}
	return nil
}

func stream(client indicator.IndicatorServiceClient) error {
	year, err := strconv.Atoi(os.Getenv("SOS_YEAR"))
	if err != nil {
		return err
	}
	call, err := client.StreamResults(within(patience), &indicator.StreamResultsRequest{Filter: &indicator.ResultFilter{
		Leas: []string{"entities/" + os.Getenv("SOS_LEA")}, DashboardYears: []int32{int32(year)}}})
	if err != nil {
		return err
	}
	blocks := 0
	for {
		response, err := call.Recv()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		blocks += len(response.GetBlocks())
	}
	if blocks == 0 {
		return errors.New("no blocks")
	}
	return nil
}

// send uploads data[begin:end] of a file.
func send(client ingestion.IngestionServiceClient, name string, data []byte, begin, end int) error {
	call, err := client.UploadSubmission(within(patience))
	if err != nil {
		return err
	}
	for at := begin; at < end; at += chunk {
		to := at + chunk
		if to > end {
			to = end
		}
		if err := call.Send(&ingestion.UploadSubmissionRequest{Name: name, Offset: int64(at), Data: data[at:to]}); err != nil {
			break // CloseAndRecv says why.
		}
	}
	_, err = call.CloseAndRecv()
	return err
}

func upload(client ingestion.IngestionServiceClient) error {
	file := os.Getenv("SOS_FILE")
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	create := &ingestion.CreateSubmissionRequest{
		Submission: &ingestion.Submission{DisplayName: filepath.Base(file)}, RequestId: os.Getenv("SOS_REQUEST_ID")}
	var names [2]string
	for i := range names {
		created, err := client.CreateSubmission(within(patience), create)
		if err != nil {
			return err
		}
		names[i] = created.GetName()
	}
	name := names[0]
	if names[1] != name {
		return fmt.Errorf("two names: %v", names)
	}
	if err := send(client, name, data, 0, len(data)/2); err != nil {
		return err
	}
	partial, err := client.GetSubmission(within(patience), &ingestion.GetSubmissionRequest{Name: name})
	if err != nil {
		return err
	}
	received := int(partial.GetReceivedByteCount())
	if received != len(data)/2 {
		return fmt.Errorf("%d bytes received", received)
	}
	if err := send(client, name, data, received, len(data)); err != nil {
		return err
	}
	var revisions [2]int64
	for i := range revisions {
		committed, err := client.CommitSubmission(within(patience), &ingestion.CommitSubmissionRequest{Name: name})
		if err != nil {
			return err
		}
		if committed.GetState() != ingestion.Submission_STATE_COMMITTED {
			return fmt.Errorf("not committed: %v", committed)
		}
		revisions[i] = committed.GetRevision()
	}
	if revisions[0] <= 0 || revisions[0] != revisions[1] {
		return fmt.Errorf("revisions: %v", revisions)
	}
	return nil
}

func reason(client ingestion.IngestionServiceClient) error {
	_, err := client.GetEntity(within(patience), &ingestion.GetEntityRequest{Name: "entities/99999999999999"})
	if status.Code(err) != codes.NotFound {
		return fmt.Errorf("not NOT_FOUND: %v", err)
	}
	for _, detail := range status.Convert(err).Details() {
		if info, ok := detail.(*errdetails.ErrorInfo); ok && info.GetReason() == "ENTITY_NOT_FOUND" && info.GetDomain() == "sos.ingestion.v1" {
			return nil
		}
	}
	return fmt.Errorf("no such reason: %v", status.Convert(err).Details())
}

func report(address string, limit time.Duration) (*reporting.Report, error) {
	connection, err := dial(address)
	if err != nil {
		return nil, err
	}
	defer connection.Close()
	name := fmt.Sprintf("entities/%s/reports/%s", os.Getenv("SOS_LEA"), os.Getenv("SOS_YEAR"))
	return reporting.NewReportingServiceClient(connection).GetReport(within(limit), &reporting.GetReportRequest{Name: name})
}

func deadline() error {
	if _, err := report(os.Getenv("SOS_REPORTING"), time.Millisecond); status.Code(err) != codes.DeadlineExceeded {
		return fmt.Errorf("not DEADLINE_EXCEEDED: %v", err)
	}
	return nil
}

// retry makes one call: what tries again is gRPC.
func retry() error {
	found, err := report(os.Getenv("SOS_LATE_REPORTING"), patience)
	if err == nil && len(found.GetRows()) == 0 {
		err = errors.New("no rows")
	}
	return err
}

func main() {
	toIngestion, err := dial(os.Getenv("SOS_INGESTION"))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	toIndicator, err := dial(os.Getenv("SOS_INDICATOR"))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	client := ingestion.NewIngestionServiceClient(toIngestion)
	failures := 0
	for _, step := range []struct {
		name string
		run  func() error
	}{
		{"discover", func() error { return discover(toIngestion) }},
		{"pages", func() error { return pages(client) }},
		{"stream", func() error { return stream(indicator.NewIndicatorServiceClient(toIndicator)) }},
		{"upload", func() error { return upload(client) }},
		{"error", func() error { return reason(client) }},
		{"deadline", deadline},
		{"retry", retry},
	} {
		if err := step.run(); err != nil {
			failures++
			fmt.Printf("FAIL %s: %s\n", step.name, strings.ReplaceAll(err.Error(), "\n", " "))
		} else {
			fmt.Printf("ok %s\n", step.name)
		}
	}
	if failures > 0 {
		os.Exit(1)
	}
}
