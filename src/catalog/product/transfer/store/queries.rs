//! The statements of an import, each for all rows at once. They stand on temporary tables, which are not there
//! at compile time.

/// Imports run one after the other; a second one is told so.
pub(super) const LOCK: &str = "select pg_try_advisory_xact_lock(hashtext('vitrine.products.import'))";

pub(super) const TABLES: &str = "
    select set_config('work_mem', '64MB', true), set_config('gin_pending_list_limit', '32MB', true);
    create temp table import_rows (
        number        bigint not null,
        line          bigint not null,
        bad           boolean not null,
        name          text,
        slug          text,
        slug_given    boolean not null,
        description   text,
        price         numeric(10, 2),
        category_slug text,
        category_name text,
        -- What a category made for the row is called.
        category_title text generated always as (rtrim(left(coalesce(category_name,
            upper(left(category_slug, 1)) || substr(replace(category_slug, '-', ' '), 2)), 100))) stored,
        stock         integer,
        status        product_status,
        is_featured   boolean,
        created_at    timestamptz,
        category_id   uuid,
        product_id    uuid
    ) on commit drop;
    create temp table import_problems (number bigint not null, field text not null, reason text not null)
        on commit drop";

pub(super) const COPY: &str = "copy import_rows (number, line, bad, name, slug, slug_given, description, price, \
    category_slug, category_name, stock, status, is_featured, created_at) from stdin";

pub(super) const ANALYZE: &str = "analyze import_rows";

/// Categories that are not there, at the root; one whose name a root has under another slug is left out, and
/// then is not found, which the problem explains.
pub(super) const CREATE_CATEGORIES: &str = "
    insert into categories (name, slug)
    select distinct on (r.category_slug) r.category_title, r.category_slug
    from import_rows r
    where r.category_slug is not null
      and not exists (select from categories c where c.slug = r.category_slug)
      and not exists (select from category_slug_redirects m where m.slug = r.category_slug)
    order by r.category_slug, r.number
    on conflict do nothing";

/// Finds each row's category, by a slug of before too, and with updates ($1) the product that it changes: that
/// with its slug, or, where it has none, that with its name in its category.
pub(super) const MATCH: &str = "
    with placed as (
        select r.number, r.name, r.slug, r.slug_given, coalesce(c.id, m.category_id) as category_id
        from import_rows r
        left join categories c on c.slug = r.category_slug
        left join category_slug_redirects m on m.slug = r.category_slug)
    update import_rows r
    set category_id = placed.category_id,
        product_id = coalesce(by_slug.id, by_name.id),
        slug = case when by_name.id is null then r.slug end
    from placed
    left join products by_slug on $1::boolean and placed.slug_given and by_slug.slug = placed.slug
        and by_slug.deleted_at is null
    left join products by_name on $1::boolean and not placed.slug_given and by_name.category_id = placed.category_id
        and lower(by_name.name) = lower(placed.name) and by_name.deleted_at is null
    where r.number = placed.number";

/// New rows whose slug was made from the name and is not free (SPEC D6).
pub(super) const SLUGS_TO_NUMBER: &str = "
    create temp table import_slugs on commit drop as
    with taken as (
        select r.slug from import_rows r join products p on p.slug = r.slug
        union
        select r.slug from import_rows r join product_slug_redirects m on m.slug = r.slug
        union
        select slug from import_rows where slug is not null group by slug having count(*) > 1)
    select r.number, r.slug as base, row_number() over (partition by r.slug order by r.number) as place
    from import_rows r
    join taken on taken.slug = r.slug
    where not r.slug_given and r.product_id is null";

/// Numbers them: as many candidates as there can be taken ones, and of the free ones each row gets its own.
pub(super) const NUMBER_SLUGS: &str = "
    with taken as (
        select regexp_replace(slug, '-[0-9]+$', '') as base from products
        union all select regexp_replace(slug, '-[0-9]+$', '') from product_slug_redirects
        union all select regexp_replace(slug, '-[0-9]+$', '') from import_rows where slug is not null),
    bases as (
        select s.base, s.rows + coalesce(t.rows, 0) + 1 as last
        from (select base, count(*) as rows from import_slugs group by base) s
        left join (select base, count(*) as rows from taken group by base) t on t.base = s.base),
    candidates as (
        select b.base, n, case when n = 1 then b.base
                               else rtrim(left(b.base, 254 - length(n::text)), '-') || '-' || n end as slug
        from bases b, generate_series(1, b.last) n),
    free as (
        select c.base, c.slug, row_number() over (partition by c.base order by c.n) as place
        from candidates c
        where not exists (select from products p where p.slug = c.slug)
          and not exists (select from product_slug_redirects m where m.slug = c.slug)
          and not exists (select from import_rows o where o.slug = c.slug and (c.n > 1 or o.slug_given)))
    update import_rows r set slug = free.slug
    from import_slugs s join free on free.base = s.base and free.place = s.place
    where r.number = s.number";

/// What is wrong with rows beside each other or with what is in the shop (SPEC S1, D5, D6).
pub(super) const FIND_PROBLEMS: [&str; 7] = [
    "insert into import_problems
     select r.number, 'category_slug', 'Category not found: ' || left(r.category_slug, 100)
            || coalesce(' (' || c.name || ' is there with the slug ' || left(c.slug, 100) || ')', '')
     from import_rows r
     left join categories c on c.parent_id is null and lower(c.name) = lower(r.category_title)
     where r.category_id is null and r.category_slug is not null",
    "insert into import_problems
     select r.number, 'slug', 'Row ' || twin.first || ' has the same slug'
     from import_rows r
     join (select slug, min(number) as first from import_rows where slug is not null
           group by slug having count(*) > 1) twin on twin.slug = r.slug
     where r.number > twin.first",
    "insert into import_problems
     select r.number, 'name', 'Product with this name already exists in category (row ' || twin.first || ')'
     from import_rows r
     join (select category_id, lower(name) as name, min(number) as first from import_rows
           where category_id is not null and name is not null group by 1, 2 having count(*) > 1) twin
       on twin.category_id = r.category_id and twin.name = lower(r.name)
     where r.number > twin.first",
    // One row names the product by its slug, the other by its name.
    "insert into import_problems
     select r.number, 'slug', 'Row ' || f.number || ' changes the same product'
     from import_rows r
     join (select product_id, min(number) as first from import_rows where product_id is not null
           group by product_id having count(*) > 1) twin on twin.product_id = r.product_id
     join import_rows f on f.number = twin.first
     where r.number > twin.first and r.slug is distinct from f.slug",
    "insert into import_problems
     select r.number, 'slug', case when p.deleted_at is null then 'This slug is taken'
                                   else 'This slug is taken by a product in the trash' end
     from import_rows r join products p on p.slug = r.slug where r.product_id is null",
    "insert into import_problems
     select r.number, 'slug', 'This slug is taken: it leads to another product'
     from import_rows r join product_slug_redirects m on m.slug = r.slug where r.product_id is null",
    // A product that the file itself changes frees its name, or is a twin within the file.
    "insert into import_problems
     select r.number, 'name', 'Product with this name already exists in category'
     from import_rows r
     join products p on p.category_id = r.category_id and lower(p.name) = lower(r.name) and p.deleted_at is null
     where p.id is distinct from r.product_id
       and not exists (select from import_rows o where o.product_id = p.id)",
];

/// How many problems, and in how many rows that were not bad by themselves.
pub(super) const COUNT_PROBLEMS: &str = "
    select count(*), count(distinct p.number) filter (where not r.bad)
    from import_problems p join import_rows r on r.number = p.number";

pub(super) const PROBLEMS: &str = "
    select p.number, r.line, p.field, p.reason,
           coalesce(left(case p.field when 'name' then r.name when 'slug' then r.slug
                                      when 'category_slug' then r.category_slug end, 200), '') as value
    from import_problems p join import_rows r on r.number = p.number
    order by p.number, p.field limit $1";

/// Products of the file whose names go to others of it step aside first: an index looks at each row on the way.
/// A product that somebody else made a moment ago keeps its name, and the index refuses the file's.
pub(super) const STEP_ASIDE: &str = "
    update products set name = id::text
    where id in (select p.id from import_rows r
                 join products p on p.category_id = r.category_id and lower(p.name) = lower(r.name)
                                and p.deleted_at is null
                 join import_rows own on own.product_id = p.id
                 where p.id <> r.product_id)";

/// Changes the products that differ from the file.
pub(super) const UPDATE: &str = "
    update products p
    set name = r.name, description = coalesce(r.description, p.description), price = r.price,
        category_id = r.category_id, stock = coalesce(r.stock, p.stock), status = coalesce(r.status, p.status),
        is_featured = coalesce(r.is_featured, p.is_featured), created_at = coalesce(r.created_at, p.created_at),
        version = p.version + 1
    from import_rows r
    where r.product_id = p.id and p.deleted_at is null
      and (p.name, p.description, p.price, p.category_id, p.stock, p.status, p.is_featured, p.created_at)
          is distinct from
          (r.name, coalesce(r.description, p.description), r.price, r.category_id, coalesce(r.stock, p.stock),
           coalesce(r.status, p.status), coalesce(r.is_featured, p.is_featured), coalesce(r.created_at, p.created_at))";

/// Makes the products that are not there, in the file's order, a microsecond apart.
pub(super) const INSERT: &str = "
    insert into products (name, slug, description, price, category_id, status, stock, is_featured, created_by, created_at)
    select r.name, r.slug, coalesce(r.description, ''), r.price, r.category_id, coalesce(r.status, $1), coalesce(r.stock, 0),
           coalesce(r.is_featured, false), $2, coalesce(r.created_at, now() + r.number * interval '1 microsecond')
    from import_rows r where r.product_id is null order by r.number";

pub(super) const FIRST_LOST: &str = "
    select min(r.number) from import_rows r left join products p on p.id = r.product_id and p.deleted_at is null
    where r.product_id is not null and p.id is null";

pub(super) const MATCHED: &str = "select count(product_id) from import_rows";

pub(super) const EXPORT: &str = r#"copy (
    select p.name, p.slug, p.description, p.price, c.slug as category_slug, p.stock, p.status,
           p.is_featured::text as is_featured,
           to_char(p.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as created_at
    from products p join categories c on c.id = p.category_id
    where p.deleted_at is null order by p.created_at, p.id
) to stdout with (format csv, header)"#;
