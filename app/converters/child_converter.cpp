#include "app/converters/child_converter.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <optional>
#include <utility>

#include "app/converters/conversion_messages.h"

extern char **environ;

namespace hourglass::app {

using core::Error;
using core::Result;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int pollMs = 50;
constexpr std::size_t longestMessages = 4 << 20; // of all a child says

/// A file descriptor, closed with it.
class Descriptor {
public:
    explicit Descriptor(int number = -1) : m_number(number) {}
    Descriptor(Descriptor &&other) noexcept : m_number(std::exchange(other.m_number, -1)) {}
    Descriptor &operator=(Descriptor &&other) noexcept {
        std::swap(m_number, other.m_number);
        return *this;
    }
    ~Descriptor() { close(); }
    void close() {
        if (m_number >= 0)
            ::close(m_number);
        m_number = -1;
    }
    int number() const { return m_number; }

private:
    int m_number;
};

/// A child that is ended and waited for with its handle, if it has not ended by itself.
class Child {
public:
    explicit Child(pid_t process) : m_process(process) {}
    Child(const Child &) = delete;
    Child &operator=(const Child &) = delete;
    ~Child() {
        if (m_process > 0) {
            kill(m_process, SIGKILL);
            wait();
        }
    }
    /// Its status as waitpid() gives it.
    int wait() {
        int status = 0;
        while (waitpid(m_process, &status, 0) < 0 && errno == EINTR) {
        }
        m_process = -1;
        return status;
    }

private:
    pid_t m_process;
};

Error cannotStart(const std::string &path, int problem) {
    return {std::string("the process that reads such files could not be started (") + std::strerror(problem) + ")", path,
            "Close other programs and try again."};
}

std::optional<Error> spawn(const std::string &program, const data::ConversionOrder &order, int result, int messages, pid_t &process) {
    std::vector<std::string> words{program, conversionCommand, order.format, order.path};
    words.insert(words.end(), order.chosen.begin(), order.chosen.end());
    std::vector<char *> arguments;
    for (std::string &word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0); // what libraries print of damaged files
    posix_spawn_file_actions_adddup2(&actions, messages, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, result, conversionDescriptor);
    const int problem = posix_spawn(&process, program.c_str(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (problem != 0)
        return cannotStart(order.path, problem);
    return {};
}

/// What the child says until it ends, or why it is not waited for any longer.
Result<ConversionMessages> listen(int pipe, const data::ConversionOrder &order, Clock::time_point until, std::chrono::seconds patience) {
    ConversionMessages messages;
    std::string text;
    std::array<char, 4096> piece{};
    std::size_t said = 0;
    while (true) {
        if (order.progress.isCancelled())
            return data::cancelledError(order.path);
        if (Clock::now() > until)
            return Error{"reading the file takes longer than " + std::to_string(patience.count()) + " s and was ended", order.path,
                         "It may be damaged; save it anew, or a smaller part of it."};
        pollfd waiting{pipe, POLLIN, 0};
        if (poll(&waiting, 1, pollMs) <= 0)
            continue;
        const ssize_t got = read(pipe, piece.data(), piece.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return messages;
        said += static_cast<std::size_t>(got);
        if (said > longestMessages)
            return Error{"the file names more parts than can be listed", order.path, "Save what is wanted of it in a file of its own."};
        text.append(piece.data(), static_cast<std::size_t>(got));
        for (std::size_t end; (end = text.find('\n')) != std::string::npos; text.erase(0, end + 1))
            messages.take(text.substr(0, end), order.progress);
    }
}

std::string endOf(int status) {
    if (WIFSIGNALED(status))
        return WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL ? "it took more time or memory than is allowed"
                                                                          : std::string("it ended by the signal ") + strsignal(WTERMSIG(status));
    return "it ended with status " + std::to_string(WEXITSTATUS(status));
}

} // namespace

ChildConverter::ChildConverter(std::string program, std::chrono::seconds patience) : m_program(std::move(program)), m_patience(patience) {}

Result<data::Conversion> ChildConverter::convert(const data::ConversionOrder &order) const {
    Descriptor result(memfd_create("converted", MFD_CLOEXEC));
    std::array<int, 2> ends{-1, -1};
    if (result.number() < 0 || pipe2(ends.data(), O_CLOEXEC) != 0)
        return cannotStart(order.path, errno);
    Descriptor messages(ends[0]), hers(ends[1]);
    pid_t process = -1;
    if (auto error = spawn(m_program, order, result.number(), hers.number(), process))
        return *error;
    hers.close(); // so that the pipe ends with the child
    Child child(process);
    order.progress.tell(0.0, "Reading " + std::filesystem::path(order.path).filename().string());
    auto said = listen(messages.number(), order, Clock::now() + m_patience, m_patience);
    if (!said)
        return said.error();
    const int status = child.wait();
    if (said->error)
        return *said->error;
    if (!said->isComplete || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return Error{"the library that reads such files failed on it: " + endOf(status), order.path, "The file may be damaged; nothing else was touched."};
    data::Conversion conversion = std::move(said->conversion);
    conversion.path = "/proc/self/fd/" + std::to_string(result.number());
    conversion.keeper = std::make_shared<const Descriptor>(std::move(result));
    return conversion;
}

const data::Converter &converter() {
    static const ChildConverter own([] {
        std::error_code problem;
        const auto program = std::filesystem::read_symlink("/proc/self/exe", problem);
        return problem ? std::string("/proc/self/exe") : program.string();
    }());
    return own;
}

} // namespace hourglass::app
