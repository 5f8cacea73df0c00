package io.espalier.coordinator.api;

import com.google.protobuf.Message;
import io.espalier.cluster.v1.CancelStudy;
import io.espalier.cluster.v1.GetStudy;
import io.espalier.cluster.v1.PauseStudy;
import io.espalier.cluster.v1.ResumeStudy;
import io.espalier.cluster.v1.StudyCommand;
import io.espalier.cluster.v1.SubmitStudy;
import io.espalier.coordinator.journal.Database;
import io.espalier.coordinator.store.Candidates;
import io.espalier.coordinator.store.Programs;
import io.espalier.coordinator.store.Studies;
import io.espalier.coordinator.study.CandidatePrograms;
import io.espalier.coordinator.wire.StudyDocuments;
import io.espalier.optimizers.spec.StudySpec;
import io.espalier.signatures.json.Json;
import io.espalier.v1.CancelStudyRequest;
import io.espalier.v1.CompareStudiesRequest;
import io.espalier.v1.ForkStudyRequest;
import io.espalier.v1.GetStudyProgramRequest;
import io.espalier.v1.GetStudyRequest;
import io.espalier.v1.ListCandidatesRequest;
import io.espalier.v1.ListCandidatesResponse;
import io.espalier.v1.ListStudiesRequest;
import io.espalier.v1.ListStudiesResponse;
import io.espalier.v1.OptimizedProgram;
import io.espalier.v1.PauseStudyRequest;
import io.espalier.v1.PickCandidateRequest;
import io.espalier.v1.Release;
import io.espalier.v1.ResumeStudyRequest;
import io.espalier.v1.StudiesGrpc;
import io.espalier.v1.Study;
import io.espalier.v1.StudyComparison;
import io.espalier.v1.StudyEvent;
import io.espalier.v1.StudyState;
import io.espalier.v1.SubmitStudyRequest;
import io.espalier.v1.ValidateStudyRequest;
import io.espalier.v1.ValidateStudyResponse;
import io.espalier.v1.Violation;
import io.espalier.v1.WatchStudyRequest;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.UUID;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;

/** The Studies service: checks at once, then speaks to the study's entity. */
final class StudiesService extends StudiesGrpc.StudiesImplBase {
    /** Reason of a study that would be running if its node were. */
    private static final String UNFINISHED =
            "it was running when its node ended; 'run' or a node continues it";

    private static final int ID_LENGTH = 12;
    private static final int PAGE = 50;
    private static final int LARGEST_PAGE = 500;

    private final ActorSystem<?> system;
    private final ActorRef<Message> region;
    private final StudyCalls calls;
    private final StudyDocuments documents;
    private final Database database;
    private final Studies studies;
    private final References references;
    private final StudyVariants variants;
    private final StudyHistories histories;
    private final Picks picks;
    private final boolean works;

    StudiesService(
            ActorSystem<?> system,
            ActorRef<Message> region,
            Database database,
            StudyDocuments documents,
            Studies studies,
            Programs programs,
            Candidates candidates,
            boolean works) {
        this.works = works;
        this.system = system;
        this.region = region;
        this.calls = new StudyCalls(system, region);
        this.documents = documents;
        this.database = database;
        this.studies = studies;
        this.references = new References(studies, programs);
        this.histories = new StudyHistories(candidates);
        this.variants = new StudyVariants(documents);
        this.picks = new Picks(candidates, new CandidatePrograms(documents, database), programs);
    }

    @Override
    public void submit(SubmitStudyRequest request, StreamObserver<Study> observer) {
        Answers.unary(observer, () -> submit(request));
    }

    private Study submit(SubmitStudyRequest request) {
        var spec = checked(request);
        database.checkRoom();
        var hash = spec.hash();
        if (request.getContinueUnfinished()) {
            var unfinished = studies.unfinished(hash);
            if (unfinished.isPresent()) return goOn(unfinished.get());
        }
        return submit(
                SubmitStudy.newBuilder().setSpec(request.getSpec()).setSpecHash(hash),
                request.getRequestId());
    }

    /**
     * A study's id comes from its request's, so that a request that is sent again makes no other.
     */
    private Study submit(SubmitStudy.Builder submit, String requestId) {
        var id = requestId.isEmpty() ? UUID.randomUUID().toString() : requestId;
        return calls.ask(
                Json.hash("study/" + id).substring(0, ID_LENGTH),
                StudyCommand.newBuilder().setSubmit(submit.setRequestId(id)));
    }

    @Override
    public void fork(ForkStudyRequest request, StreamObserver<Study> observer) {
        Answers.unary(
                observer,
                () -> {
                    var original = references.study(request.getStudy()).getStudy();
                    var fork = variants.fork(request, original, calls.spec(original));
                    database.checkRoom();
                    return submit(fork, request.getRequestId());
                });
    }

    private StudySpec checked(SubmitStudyRequest request) {
        var reading = documents.read(request.getSpec());
        var spec = reading.spec();
        if (spec == null) {
            throw ApiException.invalid("INVALID_STUDY", "the study", reading.violations());
        }
        return spec;
    }

    private Study goOn(Study unfinished) {
        return switch (unfinished.getState()) {
            case PAUSED, FAILED -> ask(unfinished.getStudy(), resume());
            default -> ask(unfinished.getStudy(), get());
        };
    }

    private Study ask(String id, StudyCommand.Builder command) {
        return seen(calls.ask(id, command));
    }

    private static StudyCommand.Builder get() {
        return StudyCommand.newBuilder().setGet(GetStudy.getDefaultInstance());
    }

    private static StudyCommand.Builder resume() {
        return StudyCommand.newBuilder().setResume(ResumeStudy.getDefaultInstance());
    }

    @Override
    public void get(GetStudyRequest request, StreamObserver<Study> observer) {
        Answers.unary(observer, () -> get(request.getStudy()));
    }

    private Study get(String reference) {
        var found = references.study(reference);
        return References.hasEnded(found) ? found : ask(found.getStudy(), get());
    }

    @Override
    public void listCandidates(
            ListCandidatesRequest request, StreamObserver<ListCandidatesResponse> observer) {
        Answers.unary(observer, () -> histories.list(references.study(request.getStudy())));
    }

    @Override
    public void pick(PickCandidateRequest request, StreamObserver<Release> observer) {
        Answers.unary(
                observer,
                () -> {
                    var study = references.study(request.getStudy());
                    database.checkRoom();
                    return picks.pick(study, request.getCandidate(), calls.spec(study.getStudy()));
                });
    }

    @Override
    public void compare(CompareStudiesRequest request, StreamObserver<StudyComparison> observer) {
        Answers.unary(
                observer,
                () -> {
                    if (request.getStudiesCount() < 2) {
                        throw ApiException.wrong("studies", "names fewer than two");
                    }
                    return histories.compare(
                            request.getStudiesList().stream().map(this::get).toList());
                });
    }

    @Override
    public void list(ListStudiesRequest request, StreamObserver<ListStudiesResponse> observer) {
        Answers.unary(observer, () -> list(request));
    }

    private ListStudiesResponse list(ListStudiesRequest request) {
        int size =
                request.getPageSize() <= 0 ? PAGE : Math.min(request.getPageSize(), LARGEST_PAGE);
        var found = studies.list(size + 1, position(request.getPageToken()));
        var page = found.subList(0, Math.min(size, found.size())).stream().map(this::seen).toList();
        var response = ListStudiesResponse.newBuilder().addAllStudies(page);
        if (found.size() > size) {
            var last = Studies.Position.of(page.getLast());
            response.setNextPageToken(last.created() + "-" + last.id());
        }
        return response.build();
    }

    /** On a node that only reads no study runs: the one whose node ended waits for another. */
    private Study seen(Study study) {
        return works || study.getState() != StudyState.RUNNING
                ? study
                : study.toBuilder().setState(StudyState.QUEUED).setReason(UNFINISHED).build();
    }

    private static Optional<Studies.Position> position(String token) {
        if (token.isEmpty()) return Optional.empty();
        var parts = token.split("-", 2);
        if (parts.length < 2 || !parts[0].matches("[0-9]{1,18}")) {
            throw ApiException.wrong("page_token", "'" + token + "' is not of a page before");
        }
        return Optional.of(new Studies.Position(Long.parseLong(parts[0]), parts[1]));
    }

    @Override
    public void watch(WatchStudyRequest request, StreamObserver<StudyEvent> observer) {
        var stream = (ServerCallStreamObserver<StudyEvent>) observer;
        try {
            var study = references.study(request.getStudy()).getStudy();
            var watch = Watch.start(system, region, study, request.getAfter(), stream);
            stream.setOnCancelHandler(() -> watch.tell(new Watch.Cancelled()));
        } catch (RuntimeException e) {
            observer.onError(Answers.status(e));
        }
    }

    @Override
    public void pause(PauseStudyRequest request, StreamObserver<Study> observer) {
        var pause = StudyCommand.newBuilder().setPause(PauseStudy.getDefaultInstance());
        change(request.getStudy(), pause, observer);
    }

    @Override
    public void resume(ResumeStudyRequest request, StreamObserver<Study> observer) {
        if (!request.hasBudget()) {
            change(request.getStudy(), resume(), observer);
            return;
        }
        Answers.unary(
                observer,
                () -> {
                    var study = references.study(request.getStudy()).getStudy();
                    var raised = variants.raised(request.getBudget(), calls.spec(study));
                    return ask(study, StudyCommand.newBuilder().setResume(raised));
                });
    }

    @Override
    public void cancel(CancelStudyRequest request, StreamObserver<Study> observer) {
        var cancel = StudyCommand.newBuilder().setCancel(CancelStudy.getDefaultInstance());
        change(request.getStudy(), cancel, observer);
    }

    private void change(
            String study, StudyCommand.Builder command, StreamObserver<Study> observer) {
        Answers.unary(observer, () -> ask(references.study(study).getStudy(), command));
    }

    @Override
    public void getProgram(
            GetStudyProgramRequest request, StreamObserver<OptimizedProgram> observer) {
        Answers.unary(observer, () -> references.program(request.getStudy()));
    }

    @Override
    public void validate(
            ValidateStudyRequest request, StreamObserver<ValidateStudyResponse> observer) {
        Answers.unary(
                observer,
                () -> {
                    var response = ValidateStudyResponse.newBuilder();
                    for (var fault : documents.read(request.getSpec()).violations()) {
                        response.addViolations(
                                Violation.newBuilder()
                                        .setField(fault.field())
                                        .setMessage(fault.message()));
                    }
                    return response.build();
                });
    }
}
