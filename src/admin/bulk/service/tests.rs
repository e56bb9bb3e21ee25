use super::*;

fn clash(name: &str, columns: &[&str]) -> UndoClash {
    UndoClash {
        table: "product_images".to_owned(),
        row: None,
        name: name.to_owned(),
        columns: columns.iter().map(|&column| column.to_owned()).collect(),
    }
}

#[test]
fn an_undo_that_is_refused_says_what_was_changed() {
    let label = |_: &str, column: &str| column.to_uppercase();
    let clashes = [
        clash("Lamp", &["price", "name"]),
        clash("", &[]),
        clash("Mug", &["alt"]),
        clash("Pot", &[]),
        clash("Cup", &[]),
    ];
    assert_eq!(
        clash_words(&clashes, label),
        "Changed since by somebody: Lamp (PRICE, NAME), product images, Mug (ALT) and 2 more. Undo the later change first."
    );
    assert_eq!(
        clash_words(&clashes[..1], label),
        "Changed since by somebody: Lamp (PRICE, NAME). Undo the later change first."
    );
}

#[test]
fn an_undo_says_how_many_users_it_left_out() {
    assert!(left_out_words(0).is_empty());
    assert_eq!(left_out_words(1), ["1 user is not there any more: the account was deleted"]);
    assert_eq!(left_out_words(1_200), ["1,200 users are not there any more: their accounts were deleted"]);
}

#[test]
fn a_run_says_how_far_it_is() {
    let run = |state: &str, total, done, failed| {
        words(&Progress { state: state.to_owned(), total, done, failed, ..Progress::default() })
    };
    assert_eq!(run("waiting", None, 0, 0), "Waiting for the worker");
    assert_eq!(run("running", Some(12_000), 1400, 100), "Working: 1,500 of 12,000");
    assert_eq!(run("done", Some(1_000_000), 999_999, 1), "Done: 999,999, and 1 could not be");
    assert_eq!(run("done", Some(7), 7, 0), "Done: 7");
}
