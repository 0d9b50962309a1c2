#pragma once

#include <memory>
#include <type_traits>
#include <utility>

namespace hourglass::core {

/// A borrowed callable: two pointers, no allocation. It must not outlive what it was made from.
template <class Signature>
class FunctionRef;

template <class R, class... Arguments>
class FunctionRef<R(Arguments...)> {
public:
    template <class F>
    requires(!std::is_same_v<std::remove_cvref_t<F>, FunctionRef>) FunctionRef(F &&callable)
        : m_object(const_cast<void *>(static_cast<const void *>(std::addressof(callable)))), m_call([](void *object, Arguments... arguments) -> R {
              return (*static_cast<std::remove_reference_t<F> *>(object))(std::forward<Arguments>(arguments)...);
          }) {}
    R operator()(Arguments... arguments) const { return m_call(m_object, std::forward<Arguments>(arguments)...); }

private:
    void *m_object;
    R (*m_call)(void *, Arguments...);
};

} // namespace hourglass::core
