"""Which signal of a view is which decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from confmat_gui.gui.controller import Controller
from confmat_gui.gui.main_window.calibration_wiring import connect_calibration
from confmat_gui.gui.main_window.panels import Views
from confmat_gui.gui.views.curve_view import CurveView
from confmat_gui.present.curves import CurveKind

if TYPE_CHECKING:
    from confmat_gui.gui.main_window.commands import Commands


def connect_views(views: Views, controller: Controller, commands: Commands) -> None:
    """Connect every view."""
    _connect_matrix(views, controller)
    views.headline.samples_chosen.connect(controller.deciding.choose_samples)
    views.headline.shares.adapting_chosen.connect(controller.sharing.adapt)
    views.headline.shares.reset_requested.connect(controller.sharing.reset)
    views.decide.share_typed.connect(controller.sharing.type_share)
    _connect_curves(views.roc, "roc", controller)
    _connect_curves(views.precision_recall, "pr", controller)
    views.roc.zoom_chosen.connect(controller.deciding.choose_zoom)
    views.roc.hull_chosen.connect(controller.deciding.show_hull)
    _connect_decide(views, controller)
    _connect_costs(views, controller, commands)
    _connect_samples(views, controller, commands)
    _connect_cost_curves(views, controller)
    _connect_scores(views, controller)
    _connect_batches(views, controller, commands)
    connect_calibration(views.calibration, controller)
    views.compare.add_requested.connect(lambda _: commands.files.compare())
    views.compare.remove_requested.connect(controller.comparing.remove)
    views.start.open_requested.connect(lambda _: commands.files.open())
    views.start.folder_requested.connect(lambda _: commands.files.open_folder())
    views.start.example_requested.connect(commands.files.open_example)
    views.start.recent_requested.connect(commands.files.open_recent)
    views.start.paths_dropped.connect(commands.files.open_dropped)


def _connect_matrix(views: Views, controller: Controller) -> None:
    deciding = controller.deciding
    views.matrix.cell_selected.connect(deciding.select_cell)
    views.matrix.class_selected.connect(deciding.select_class)
    views.matrix.mode_chosen.connect(deciding.choose_mode)


def _connect_curves(view: CurveView, kind: CurveKind, controller: Controller) -> None:
    dragging = controller.dragging
    view.class_selected.connect(controller.deciding.select_class)
    view.marker_pressed.connect(lambda class_index: dragging.press_marker(class_index, kind))
    view.marker_dragged.connect(dragging.drag_marker)
    view.marker_released.connect(dragging.release_marker)
    view.marker_stepped.connect(controller.deciding.step_threshold)
    view.curves_chosen.connect(controller.deciding.choose_curves)
    view.part_shown.connect(lambda part: controller.curves.show_part(kind, part))


def _connect_decide(views: Views, controller: Controller) -> None:
    view, deciding, dragging = views.decide, controller.deciding, controller.dragging
    view.rule_chosen.connect(deciding.choose_rule)
    view.boundary_chosen.connect(deciding.choose_boundary)
    view.threshold_drag_started.connect(dragging.start_threshold)
    view.threshold_dragged.connect(dragging.drag_threshold)
    view.threshold_drag_finished.connect(dragging.finish_threshold)
    view.threshold_typed.connect(deciding.type_threshold)
    view.threshold_stepped.connect(deciding.step_threshold)
    view.cost_weight_typed.connect(deciding.type_cost_weight)
    view.class_selected.connect(deciding.select_class)
    view.positive_chosen.connect(deciding.choose_positive)
    view.reset_requested.connect(deciding.reset_rule)


def _connect_costs(views: Views, controller: Controller, commands: Commands) -> None:
    view, deciding, pricing = views.costs, controller.deciding, controller.pricing
    view.cost_typed.connect(deciding.type_cost)
    view.text_pasted.connect(pricing.paste)
    view.unit_typed.connect(pricing.type_unit)
    view.swap_requested.connect(pricing.swap)
    view.presets_requested.connect(lambda _: commands.prices.choose_usual())
    view.abstaining_priced.connect(deciding.price_no_decision)
    view.costs_cleared.connect(lambda _: deciding.set_costs(None))
    view.cell_selected.connect(deciding.select_cell)
    view.import_requested.connect(lambda _: commands.exports.import_costs())
    view.export_requested.connect(lambda _: commands.exports.costs())


def _connect_samples(views: Views, controller: Controller, commands: Commands) -> None:
    exports = {
        "selection": commands.exports.samples,
        "decisions": commands.exports.decisions,
        "set_aside": commands.exports.set_aside,
    }
    views.samples.sort_requested.connect(
        lambda payload: controller.screens.sort(payload[0], ascending=payload[1])
    )
    views.samples.export_requested.connect(lambda what: exports[what]())


def _connect_cost_curves(views: Views, controller: Controller) -> None:
    views.cost_curves.threshold_used.connect(controller.deciding.use_threshold)
    views.cost_curves.prices_used.connect(controller.deciding.use_price_ratio)


def _connect_scores(views: Views, controller: Controller) -> None:
    view, deciding, dragging = views.scores, controller.deciding, controller.dragging
    view.class_selected.connect(deciding.select_class)
    view.axis_chosen.connect(deciding.choose_score_axis)
    view.scale_chosen.connect(deciding.choose_score_scale)
    view.threshold_drag_started.connect(dragging.start_threshold)
    view.threshold_dragged.connect(dragging.drag_threshold)
    view.threshold_drag_finished.connect(dragging.finish_threshold)
    view.threshold_stepped.connect(deciding.step_threshold)


def _connect_batches(views: Views, controller: Controller, commands: Commands) -> None:
    views.batches.metric_chosen.connect(controller.deciding.choose_batch_metric)
    views.batches.batch_included.connect(
        lambda asked: controller.repairing.set_included(asked[0], included=asked[1])
    )
    views.batches.repairs_removed.connect(controller.repairing.remove_all)
    views.batches.add_requested.connect(lambda _: commands.files.add_batch())
    views.batches.folder_requested.connect(lambda _: commands.files.add_folder())
    views.batches.column_requested.connect(lambda _: commands.files.change_columns("batch"))
    views.batches.watch_requested.connect(lambda _: commands.files.watch_or_stop())
    controller.watching.changed.connect(views.batches.show_watch)
