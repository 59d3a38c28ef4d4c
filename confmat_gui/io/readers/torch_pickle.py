"""The pickle inside a PyTorch file, read by an interpreter that knows data only.

Python's own unpickler imports and calls what a file names, so a file can run anything. This one walks over
the opcodes and makes dictionaries, lists, tuples, numbers, texts and tensors; a name that is not one of the
few behind these is refused, and nothing is ever imported or called.
"""

from __future__ import annotations

import pickletools
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from confmat_gui.core.errors import InputError

STORAGES = {
    "DoubleStorage": "float64",
    "FloatStorage": "float32",
    "HalfStorage": "float16",
    "BFloat16Storage": "bfloat16",
    "LongStorage": "int64",
    "IntStorage": "int32",
    "ShortStorage": "int16",
    "CharStorage": "int8",
    "ByteStorage": "uint8",
    "BoolStorage": "bool",
}
_KNOWN = {
    ("torch._utils", "_rebuild_tensor_v2"),
    ("torch._utils", "_rebuild_parameter"),
    ("collections", "OrderedDict"),
    ("torch", "Size"),
    *(("torch", name) for name in STORAGES),
}
_SIMPLE: dict[str, Callable[[], Any]] = {
    "NONE": lambda: None,
    "NEWTRUE": lambda: True,
    "NEWFALSE": lambda: False,
    "EMPTY_DICT": dict,
    "EMPTY_LIST": list,
    "EMPTY_TUPLE": tuple,
}
_LITERALS = frozenset(
    {
        "BININT", "BININT1", "BININT2", "LONG1", "LONG4", "BINFLOAT",
        "BINUNICODE", "SHORT_BINUNICODE", "BINUNICODE8",
    }
)  # fmt: skip
_SMALL_TUPLES = {"TUPLE1": 1, "TUPLE2": 2, "TUPLE3": 3}
_IGNORED = frozenset({"PROTO", "FRAME"})
_MARK = object()


@dataclass(frozen=True)
class Name:
    """What a pickle names as module and attribute; it is compared with what is known, never imported."""

    module: str
    attribute: str


@dataclass(frozen=True)
class Storage:
    """Where the elements of tensors lie: the type of the elements, the file in the archive, their number."""

    kind: str
    key: str
    n_elements: int


RebuildTensor = Callable[[Storage, Any, Any, Any], Any]


def read_pickle(data: bytes, name: str, rebuild: RebuildTensor) -> Any:
    """Return what the pickle describes.

    Parameters
    ----------
    data : bytes
    name : str
        The file's name, for sentences.
    rebuild : callable
        Makes a tensor from its storage, offset, size and stride.

    Raises
    ------
    InputError
        Where the pickle names anything but data.
    ValueError, IndexError, KeyError, TypeError
        Where it is damaged.
    """
    machine = _Machine(name, rebuild)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pickletools warns of odd escapes in what is refused right after
        for opcode, argument, _ in pickletools.genops(data):
            if opcode.name == "STOP":
                return machine.stack.pop()
            machine.step(opcode.name, argument)
    raise ValueError("it does not end")


class _Machine:
    """The stack and the memo of a pickle that is being read."""

    def __init__(self, name: str, rebuild: RebuildTensor) -> None:
        self.stack: list[Any] = []
        self._memo: dict[int, Any] = {}
        self._name = name
        self._rebuild = rebuild
        self._steps: dict[str, Callable[[Any], None]] = {
            "MARK": lambda _: self.stack.append(_MARK),
            "BINPUT": self._put,
            "LONG_BINPUT": self._put,
            "MEMOIZE": lambda _: self._put(len(self._memo)),
            "BINGET": lambda key: self.stack.append(self._memo[key]),
            "LONG_BINGET": lambda key: self.stack.append(self._memo[key]),
            "TUPLE": lambda _: self.stack.append(tuple(self._to_mark())),
            "APPEND": lambda _: self._append([self.stack.pop()]),
            "APPENDS": lambda _: self._append(self._to_mark()),
            "SETITEM": lambda _: self._set([self.stack.pop(-2), self.stack.pop()]),
            "SETITEMS": lambda _: self._set(self._to_mark()),
            "GLOBAL": lambda argument: self._global(*argument.split(" ", 1)),
            "STACK_GLOBAL": lambda _: self._global(self.stack.pop(-2), self.stack.pop()),
            "BINPERSID": lambda _: self.stack.append(self._storage(self.stack.pop())),
            "REDUCE": lambda _: self._reduce(self.stack.pop(-2), self.stack.pop()),
        }

    def step(self, opcode: str, argument: Any) -> None:
        """Do what one opcode says, as far as that makes data."""
        if opcode in _LITERALS:
            if isinstance(argument, str):
                argument.encode("utf-8")  # half a surrogate pair is damage, a ValueError
            self.stack.append(argument)
        elif opcode in _SIMPLE:
            self.stack.append(_SIMPLE[opcode]())
        elif opcode in _SMALL_TUPLES:
            size = _SMALL_TUPLES[opcode]
            if len(self.stack) < size:
                raise IndexError("the stack is empty")
            self.stack[-size:] = [tuple(self.stack[-size:])]
        elif opcode in self._steps:
            self._steps[opcode](argument)
        elif opcode not in _IGNORED:
            raise InputError(self._refused(f"the instruction {opcode}"))

    def _refused(self, what: str) -> str:
        return (
            f"{self._name} is not read, and nothing in it was run: it asks for {what}, and only tensors, "
            "dictionaries, lists, tuples, numbers and texts are data; save tensors alone."
        )

    def _put(self, key: int) -> None:
        self._memo[key] = self.stack[-1]

    def _to_mark(self) -> list[Any]:
        place = len(self.stack) - 1
        while self.stack[place] is not _MARK:
            place -= 1
            if place < 0:
                raise IndexError("there is no mark")
        items = self.stack[place + 1 :]
        del self.stack[place:]
        return items

    def _append(self, items: list[Any]) -> None:
        if not isinstance(self.stack[-1], list):
            raise TypeError("only lists grow")
        self.stack[-1].extend(items)

    def _set(self, items: list[Any]) -> None:
        if not isinstance(self.stack[-1], dict):
            raise TypeError("only dictionaries have items")
        self.stack[-1].update(zip(items[0::2], items[1::2], strict=True))

    def _global(self, module: Any, attribute: Any) -> None:
        if (module, attribute) not in _KNOWN:
            raise InputError(self._refused(f"{module}.{attribute}"))
        self.stack.append(Name(module, attribute))

    def _storage(self, given: Any) -> Storage:
        word, kind, key, _, n_elements = given
        if word != "storage" or not isinstance(kind, Name) or kind.attribute not in STORAGES:
            raise InputError(self._refused("a storage of an unknown kind"))
        if not isinstance(key, str) or not isinstance(n_elements, int):
            raise TypeError("a storage has a name and a number of elements")
        return Storage(STORAGES[kind.attribute], key, n_elements)

    def _reduce(self, called: Any, arguments: Any) -> None:
        attribute = called.attribute if isinstance(called, Name) else ""
        if attribute == "_rebuild_tensor_v2":
            storage, offset, size, stride = arguments[:4]
            if not isinstance(storage, Storage):
                raise TypeError("a tensor lies in a storage")
            self.stack.append(self._rebuild(storage, offset, size, stride))
        elif attribute == "_rebuild_parameter":
            self.stack.append(arguments[0])
        elif attribute == "OrderedDict" and arguments == ():
            self.stack.append({})
        elif attribute == "Size":
            self.stack.append(tuple(arguments[0]))
        else:
            raise InputError(self._refused(f"a call of {attribute or type(called).__name__}"))
