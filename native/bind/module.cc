// logbessel._core: the ufuncs, one for each line of the registry, and the switches of the machine room.
//
// Plain C API, limited to what CPython 3.11 promised: one binary serves that and every later version.
#define Py_LIMITED_API 0x030b0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_25_API_VERSION
#define NPY_TARGET_VERSION NPY_1_25_API_VERSION
#include <numpy/arrayobject.h>
#include <numpy/ufuncobject.h>

#include <cfenv>
#include <cstdlib>
#include <string>

#include "native/bind/cuda.h"
#include "native/bind/directions.h"
#include "native/bind/ffi.h"
#include "native/cpu/dispatch.h"
#include "native/cpu/evaluate.h"
#include "native/cpu/thread_pool.h"

namespace {

namespace cpu = logbessel::cpu;

// ---- ufuncs ------------------------------------------------------------------------------------------------------------------------

struct TypeRow {
    cpu::Type type;
    char inputs, output;
};

// NumPy takes the first row that the arguments can be cast to safely.
constexpr TypeRow rows[] = {
    {cpu::int8, NPY_BYTE, NPY_DOUBLE},      {cpu::uint8, NPY_UBYTE, NPY_DOUBLE}, {cpu::int16, NPY_SHORT, NPY_DOUBLE},
    {cpu::uint16, NPY_USHORT, NPY_DOUBLE},  {cpu::float16, NPY_HALF, NPY_HALF},  {cpu::float32, NPY_FLOAT, NPY_FLOAT},
    {cpu::float64, NPY_DOUBLE, NPY_DOUBLE},
};
constexpr int row_count = sizeof rows / sizeof *rows;

template <class Function>
struct LoopData {
    Function function;
    cpu::Type type;
};

void loop(char** args, const npy_intp* dimensions, const npy_intp* steps, void* data) {
    const auto& d = *static_cast<const LoopData<cpu::Function>*>(data);
    const int raised = cpu::evaluate(d.function, d.type, {args[0], steps[0], args[1], steps[1], {args[2]}, {steps[2]}}, dimensions[0]);
    if (raised != 0) std::feraiseexcept(raised);
}

void joint_loop(char** args, const npy_intp* dimensions, const npy_intp* steps, void* data) {
    const auto& d = *static_cast<const LoopData<cpu::JointFunction>*>(data);
    const cpu::JointOperands operands = {args[0], steps[0], args[1], steps[1], {args[2], args[3], args[4]}, {steps[2], steps[3], steps[4]}};
    const int raised = cpu::evaluate(d.function, d.type, operands, dimensions[0]);
    if (raised != 0) std::feraiseexcept(raised);
}

/// What NumPy keeps a pointer to, of all functions with so many results.
template <class Function, int functions, int outputs>
struct Table {
    PyUFuncGenericFunction loops[row_count];
    char types[row_count][2 + outputs];
    LoopData<Function> data[functions][row_count];
    void* pointers[functions][row_count];

    explicit Table(PyUFuncGenericFunction loop) {
        for (int row = 0; row < row_count; ++row) {
            loops[row] = loop;
            types[row][0] = types[row][1] = rows[row].inputs;
            for (int k = 0; k < outputs; ++k) types[row][2 + k] = rows[row].output;
        }
    }

    int add_ufunc(PyObject* module, Function function, const char* name, const char* doc) {
        for (int row = 0; row < row_count; ++row) {
            data[function][row] = {function, rows[row].type};
            pointers[function][row] = &data[function][row];
        }
        PyObject* ufunc = PyUFunc_FromFuncAndData(loops, pointers[function], types[0], row_count, 2, outputs, PyUFunc_None, name, doc, 0);
        if (ufunc == nullptr) return -1;
        const int status = PyModule_AddObjectRef(module, name, ufunc);
        Py_DECREF(ufunc);
        return status;
    }
};

Table<cpu::Function, cpu::function_count, 1> single(loop);
Table<cpu::JointFunction, cpu::joint_count, 3> joint(joint_loop);

int add_ufuncs(PyObject* module) {
#define LOGBESSEL_FUNCTION(name, arity, unit, outside, inside)               \
    static_assert(arity == 2, "only functions of two arguments have loops"); \
    if (single.add_ufunc(module, cpu::name##_, #name, "The ufunc behind logbessel." #name ", which documents it.") < 0) return -1;
#define LOGBESSEL_JOINT(name, value, dv, dx) \
    if (joint.add_ufunc(module, cpu::name##_, #name, "The ufunc behind logbessel." #name ", which documents it.") < 0) return -1;
#include "logbessel/functions.def"
    return 0;
}

// ---- switches ----------------------------------------------------------------------------------------------------------------------

PyObject* get_num_threads(PyObject*, PyObject*) { return PyLong_FromLong(cpu::get_num_threads()); }

PyObject* set_num_threads(PyObject*, PyObject* argument) {
    int overflow = 0;  // then n is -1
    const long n = PyLong_AsLongAndOverflow(argument, &overflow);
    if (n == -1 && PyErr_Occurred()) return nullptr;
    if (n < 1 || n > 4096) {
        PyErr_Format(PyExc_ValueError, "the number of threads must be between 1 and 4096, not %S", argument);
        return nullptr;
    }
    cpu::set_num_threads(int(n));
    Py_RETURN_NONE;
}

PyObject* isa(PyObject*, PyObject*) { return PyUnicode_FromString(cpu::kernels().isa); }

PyObject* available_isas(PyObject*, PyObject*) {
    const auto names = cpu::available_isas();
    PyObject* tuple = PyTuple_New(Py_ssize_t(names.size()));
    for (std::size_t i = 0; tuple != nullptr && i < names.size(); ++i) {
        PyObject* name = PyUnicode_FromString(names[i].c_str());
        if (name == nullptr || PyTuple_SetItem(tuple, Py_ssize_t(i), name) < 0) Py_CLEAR(tuple);
    }
    return tuple;
}

PyObject* use_isa(PyObject*, PyObject* argument) {
    PyObject* bytes = PyUnicode_AsUTF8String(argument);
    if (bytes == nullptr) return nullptr;
    const bool known = cpu::use_isa(PyBytes_AsString(bytes));
    Py_DECREF(bytes);
    if (known) Py_RETURN_NONE;
    PyErr_Format(PyExc_ValueError, "this machine has no kernels named %R", argument);
    return nullptr;
}

PyCFunction fast(PyObject* (*function)(PyObject*, PyObject* const*, Py_ssize_t)) {
    return reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(function));
}

PyMethodDef methods[] = {
    {"get_num_threads", get_num_threads, METH_NOARGS, "get_num_threads()\n--\n\nHow many threads share a long loop."},
    {"set_num_threads", set_num_threads, METH_O, "set_num_threads(n, /)\n--\n\nLet n threads share a long loop."},
    {"isa", isa, METH_NOARGS, "isa()\n--\n\nThe instruction set in use: 'avx512', 'avx2' or 'baseline'."},
    {"available_isas", available_isas, METH_NOARGS, "available_isas()\n--\n\nThe instruction sets that this machine runs, widest first."},
    {"use_isa", use_isa, METH_O, "use_isa(name, /)\n--\n\nCompute with the instruction set `name` from now on."},
    {"cuda_driver_version", logbessel::bind::cuda_driver_version, METH_NOARGS,
     "cuda_driver_version()\n--\n\nThe CUDA version of the driver."},
    {"cuda_compute_capability", logbessel::bind::cuda_compute_capability, METH_O, "cuda_compute_capability(device, /)\n--\n\n90 for 9.0."},
    {"cuda_load", logbessel::bind::cuda_load, METH_O, "cuda_load(binary, /)\n--\n\nThe handle of the kernel in a compiled binary."},
    {"cuda_launch", fast(logbessel::bind::cuda_launch), METH_FASTCALL,
     "cuda_launch(kernel, stream, device, n, out, v, x, *strides)\n--\n\nAppend a kernel's work to a stream."},
    {"sum_directions", fast(logbessel::bind::sum_directions), METH_FASTCALL,
     "sum_directions(rows, weights, rows_at_once, least, most, out, /)\n--\n\nWeight, scatter and resultant of the directions of each "
     "so many rows; False where a row's sum of squares is not between `least` and `most`."},
    {"sum_groups", fast(logbessel::bind::sum_groups), METH_FASTCALL,
     "sum_groups(rows, factors, labels, order, out, /)\n--\n\nAdd each row, times its factor, to the row of `out` that its label says; "
     "`order` sorts the labels."},
    {"xla_targets", logbessel::bind::xla_targets, METH_O,
     "xla_targets(find_kernel, /)\n--\n\nWhat to register with XLA: each target's name, its platform, and a handler for each stage of a "
     "call."},
    {nullptr, nullptr, 0, nullptr},
};

/// An ImportError in the name of the package, which `python -m logbessel` then tells in one line; takes the message.
int fail_import(PyObject* message) {
    PyObject* package = PyUnicode_FromString("logbessel");
    if (message != nullptr && package != nullptr) PyErr_SetImportError(message, package, nullptr);
    Py_XDECREF(message);
    Py_XDECREF(package);
    return -1;
}

/// Obeys LOGBESSEL_ISA and LOGBESSEL_NUM_THREADS; a value that cannot be obeyed fails the import.
int read_environment() {
    if (const char* name = std::getenv("LOGBESSEL_ISA"); name != nullptr && *name != '\0' && !cpu::use_isa(name)) {
        std::string choice;
        for (const std::string& available : cpu::available_isas()) choice += (choice.empty() ? "" : ", ") + available;
        return fail_import(PyUnicode_FromFormat("LOGBESSEL_ISA=%s: this machine runs %s", name, choice.c_str()));
    }
    if (const char* number = std::getenv("LOGBESSEL_NUM_THREADS"); number != nullptr && *number != '\0') {
        char* end = nullptr;
        const long n = std::strtol(number, &end, 10);
        if (*end != '\0' || n < 1 || n > 4096) {
            return fail_import(PyUnicode_FromFormat("LOGBESSEL_NUM_THREADS=%s: it must be a number between 1 and 4096", number));
        }
        cpu::set_num_threads(int(n));
    }
    return 0;
}

PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "logbessel._core", "The compiled part of logbessel.", -1, methods, nullptr, nullptr, nullptr, nullptr,
};

}  // namespace

PyMODINIT_FUNC PyInit__core(void) {
    import_array();
    import_umath();
    PyObject* module = PyModule_Create(&definition);
    if (module == nullptr) return nullptr;
    if (read_environment() < 0 || add_ufuncs(module) < 0 || PyModule_AddStringConstant(module, "__version__", LOGBESSEL_VERSION) < 0) {
        Py_DECREF(module);
        return nullptr;
    }
    return module;
}
